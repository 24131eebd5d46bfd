import { checkInvariants } from '@/db/invariants';
import { closePools, openPools } from '@/db/pools';
import { currentTransaction, readChanges } from './changes';
import { type Databases, databasesOf, onPool } from './databases';
import { type Floor, floorOf, replay } from './floor';
import { APP_ROLE, type BenchMall } from './mall';
import { differingTables } from './same-rows';
import { stages } from './stages';
import { startVerbs, type Verbs } from './verbs';
import { measureYardstick, type Yardstick } from './yardstick';

export type StageResult = {
  name: string;
  seconds: number;
  ordersPerSecond: number;
  floorSeconds: number;
  ratio: number;
  /** The same in one go: right behind the stage before, with what that left unvacuumed and uncounted. */
  inOneGoSeconds: number;
};

export type BenchResult = {
  orders: number;
  stages: StageResult[];
  total: { seconds: number; ordersPerSecond: number };
  /** Three policies simulated side by side, on what an allocation would look at. */
  simulationSeconds: number;
  /** Of the process that runs the verbs. */
  peakMemoryMb: number;
  /** The longest transaction of a verb: no lock was held longer. */
  longestLock: { stage: string; seconds: number };
  yardstick: Yardstick;
};

export type BenchOptions = {
  orders: number;
  runs: number;
  /** Of the databases that are made, and dropped again. */
  prefix: string;
  migrate: (url: string, appRole: string) => Promise<void>;
  tell: (progress: string) => void;
};

/**
 * Runs each stage and its floor in turn, each on a settled copy of what the stage before left, and the
 * whole line in one go. A stage that breaks an invariant, or a floor that does not leave the very rows
 * of its stage, ends the bench.
 */
export async function measure(serverUrl: string, options: BenchOptions): Promise<BenchResult> {
  const databases = databasesOf(serverUrl, options.prefix);
  const verbs = startVerbs();
  try {
    const bench = await prepare(databases, verbs, options);
    const runs = [];
    for (let run = 0; run < options.runs; run++) runs.push(await runOnce(bench));
    const inOneGo = await databases.onCopy('state_0', (url) => runLine(bench, url));
    return resultOf(bench, runs, inOneGo);
  } finally {
    await verbs.stop();
    await databases.dropAll();
  }
}

type Bench = {
  databases: Databases;
  verbs: Verbs;
  mall: BenchMall;
  orders: number;
  floors: Floor[];
};

/** Makes the state that each stage starts from, and the floor of each. */
async function prepare(
  databases: Databases,
  verbs: Verbs,
  { orders, migrate, tell }: BenchOptions,
): Promise<Bench> {
  await databases.create('state_0');
  const url = databases.urlOf('state_0');
  await migrate(url, APP_ROLE);
  const mall = await verbs.makeMall(url, orders);
  await databases.settle('state_0');
  const bench: Bench = { databases, verbs, mall, orders, floors: [] };
  for (const [index, { name }] of stages.entries()) {
    bench.floors.push(await prepareStage(bench, index));
    tell(`${name}: invariants hold`);
  }
  return bench;
}

async function prepareStage(bench: Bench, index: number): Promise<Floor> {
  const { databases, verbs, mall, orders } = bench;
  const [before, after] = [
    databases.urlOf(`state_${index}`),
    databases.urlOf(`state_${index + 1}`),
  ];
  await databases.copy(`state_${index}`, `state_${index + 1}`);
  const since = await onPool(after, currentTransaction);
  await verbs.secondsOf(index, after, mall, orders);
  openPools(after, APP_ROLE, 1);
  await checkInvariants().finally(closePools);
  const changes = await onPool(before, (old) =>
    onPool(after, (now) => readChanges(old, now, since)),
  );
  await databases.settle(`state_${index + 1}`);
  return floorOf(changes);
}

type Run = { verb: number[]; floor: number[]; simulation: number; yardstick: Yardstick };

const ALLOCATE = stages.findIndex((stage) => stage.name === 'allocate');

async function runOnce({ databases, verbs, mall, orders, floors }: Bench): Promise<Run> {
  const run = { verb: [] as number[], floor: [] as number[] };
  for (const [index, floor] of floors.entries()) {
    const state = `state_${index}`;
    const expected = databases.urlOf(`state_${index + 1}`);
    run.floor.push(await databases.onCopy(state, (url) => secondsOfFloor(floor, url, expected)));
    run.verb.push(
      await databases.onCopy(state, (url) => verbs.secondsOf(index, url, mall, orders)),
    );
  }
  const simulation = await databases.onCopy(`state_${ALLOCATE}`, (url) =>
    verbs.secondsOfSimulation(url, mall, orders),
  );
  const yardstick = await databases.onCopy('state_0', (url) => onPool(url, measureYardstick));
  return { ...run, simulation, yardstick };
}

async function secondsOfFloor(floor: Floor, url: string, expectedUrl: string): Promise<number> {
  return onPool(url, async (pool) => {
    const seconds = await replay(pool, floor);
    const tables = await onPool(expectedUrl, (expected) => differingTables(pool, expected));
    if (tables.length > 0) throw new Error(`A floor leaves other rows in ${tables.join(', ')}.`);
    return seconds;
  });
}

async function runLine({ verbs, mall, orders, floors }: Bench, url: string): Promise<number[]> {
  const seconds = [];
  for (const index of floors.keys()) seconds.push(await verbs.secondsOf(index, url, mall, orders));
  return seconds;
}

function resultOf({ orders, verbs }: Bench, runs: Run[], inOneGo: number[]): BenchResult {
  const results = stages.map(({ name }, index) => {
    const seconds = median(runs.map((run) => run.verb[index]));
    const floorSeconds = median(runs.map((run) => run.floor[index]));
    return {
      name,
      seconds,
      ordersPerSecond: orders / seconds,
      floorSeconds,
      ratio: seconds / floorSeconds,
      inOneGoSeconds: inOneGo[index] ?? Number.NaN,
    };
  });
  const seconds = results.reduce((sum, result) => sum + result.seconds, 0);
  const longest = verbs.longest();
  return {
    orders,
    stages: results,
    total: { seconds, ordersPerSecond: orders / seconds },
    simulationSeconds: median(runs.map((run) => run.simulation)),
    peakMemoryMb: verbs.peakMemoryMb(),
    longestLock: { stage: stages[longest.stage]?.name ?? '', seconds: longest.seconds },
    yardstick: {
      insertedRowsPerSecond: median(runs.map((run) => run.yardstick.insertedRowsPerSecond)),
      updatedRowsPerSecond: median(runs.map((run) => run.yardstick.updatedRowsPerSecond)),
    },
  };
}

function median(values: (number | undefined)[]): number {
  const sorted = values.map(Number).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
