import postgres from 'postgres';
import { checkInvariants } from '@/db/invariants';
import { closePools, openPools } from '@/db/pools';
import { databasesOf } from './databases';
import { type Change, currentTransaction, readChanges, replay } from './floor';
import { type BenchMall, makeBenchMall } from './mall';
import { type Stage, stages } from './stages';
import { measureYardstick, type Yardstick } from './yardstick';

export type StageResult = {
  name: string;
  seconds: number;
  ordersPerSecond: number;
  floorSeconds: number;
  ratio: number;
};

export type BenchResult = {
  orders: number;
  stages: StageResult[];
  total: { seconds: number; ordersPerSecond: number };
  peakMemoryMb: number;
  yardstick: Yardstick;
};

const APP_ROLE = 'moa_app';
const RUNS = 3;

/** Runs the whole line once, stage after stage, then each stage and its floor in turn, three times. */
export async function measure(
  serverUrl: string,
  orders: number,
  migrate: (url: string, role: string) => Promise<void>,
): Promise<BenchResult> {
  const databases = databasesOf(serverUrl);
  const memory = watchMemory();
  await databases.create('state_0');
  await migrate(databases.urlOf('state_0'), APP_ROLE);
  const mall = await within(databases.urlOf('state_0'), () =>
    makeBenchMall(orders, new Date('2026-03-02T00:30:00Z')),
  );
  await databases.settle('state_0');

  const timed = stages.map((stage) => ({ stage, verb: [] as number[], floor: [] as number[] }));
  const changesOf: Change[][] = [];
  for (const [index, { stage, verb }] of timed.entries()) {
    await databases.copy(`state_${index}`, `state_${index + 1}`);
    const url = databases.urlOf(`state_${index + 1}`);
    const since = await onPool(url, currentTransaction);
    memory.start();
    verb.push(await within(url, () => timeStage(stage, mall, orders)));
    memory.stop();
    await within(url, checkInvariants);
    changesOf.push(await changesBetween(databases.urlOf(`state_${index}`), url, since));
    await databases.settle(`state_${index + 1}`);
    console.log(`${stage.name}: ${verb[0]?.toFixed(2)} s, invariants hold`);
  }
  for (let run = 0; run < RUNS; run++)
    for (const [index, { stage, verb, floor }] of timed.entries()) {
      floor.push(
        await onCopy(databases, index, (url) =>
          onPool(url, (pool) => replay(pool, changesOf[index] ?? [])),
        ),
      );
      if (run === 0) continue;
      verb.push(
        await onCopy(databases, index, (url) => within(url, () => timeStage(stage, mall, orders))),
      );
    }
  const yardstick = await onCopy(databases, stages.length, (url) =>
    onPool(url, (pool) => measureYardstick(pool)),
  );
  const results = timed.map(({ stage, verb, floor }) => resultOf(stage.name, orders, verb, floor));
  const seconds = results.reduce((sum, result) => sum + result.seconds, 0);
  return {
    orders,
    stages: results,
    total: { seconds, ordersPerSecond: orders / seconds },
    peakMemoryMb: memory.peakMb(),
    yardstick,
  };
}

function resultOf(name: string, orders: number, verb: number[], floor: number[]): StageResult {
  const [seconds, floorSeconds] = [median(verb), median(floor)];
  return {
    name,
    seconds,
    ordersPerSecond: orders / seconds,
    floorSeconds,
    ratio: seconds / floorSeconds,
  };
}

async function timeStage(stage: Stage, mall: BenchMall, orders: number): Promise<number> {
  const startedAt = performance.now();
  await stage.run(mall, orders);
  return (performance.now() - startedAt) / 1000;
}

async function onCopy<Result>(
  databases: ReturnType<typeof databasesOf>,
  index: number,
  work: (url: string) => Promise<Result>,
): Promise<Result> {
  await databases.copy(`state_${index}`, 'run');
  try {
    return await work(databases.urlOf('run'));
  } finally {
    await databases.drop('run');
  }
}

/** Opens this process's pools on the database: the verbs run there as the app's role. */
async function within<Result>(url: string, work: () => Promise<Result>): Promise<Result> {
  openPools(url, APP_ROLE, 4);
  return work().finally(closePools);
}

async function onPool<Result>(
  url: string,
  work: (pool: postgres.Sql) => Promise<Result>,
): Promise<Result> {
  const pool = postgres(url, { max: 1, onnotice: () => {} });
  return work(pool).finally(() => pool.end());
}

async function changesBetween(beforeUrl: string, afterUrl: string, since: string) {
  return onPool(beforeUrl, (before) =>
    onPool(afterUrl, (after) => readChanges(before, after, since)),
  );
}

/** The process's resident memory while stages run, not while their floors are prepared. */
function watchMemory() {
  let peak = 0;
  let timer: NodeJS.Timeout | undefined;
  const look = () => {
    peak = Math.max(peak, process.memoryUsage().rss);
  };
  return {
    start: () => {
      timer = setInterval(look, 50);
    },
    stop: () => {
      look();
      clearInterval(timer);
    },
    peakMb: () => Math.round(peak / 1024 / 1024),
  };
}

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
