import { migrate } from '@/db/migrate';
import { closePools, openPools } from '@/db/pools';
import { databasesOf, onPool } from '../databases';
import { APP_ROLE, makeBenchMall, NOW } from '../mall';
import { type Look, looksOf } from './looks';
import { makePast, type Past } from './past';

export type LookResult = { name: string; medianMs: number; p95Ms: number; budgetMs: number };

const CLIENTS = 2;
/** A look far beyond its budget is not repeated as often. */
const LONGEST_MS = 10_000;
const FEWEST = 5;

/** Looks at every screen of a mall with a long past, by two clients at once. */
export async function measureScreens(
  serverUrl: string,
  past: Past,
  options: { prefix: string; repeats: number; tell: (progress: string) => void },
): Promise<LookResult[]> {
  const databases = databasesOf(serverUrl, options.prefix);
  await databases.create('screens');
  const url = databases.urlOf('screens');
  try {
    await migrate(url, APP_ROLE);
    openPools(url, APP_ROLE, CLIENTS + 1);
    const mall = await makeBenchMall(past.open, NOW);
    await onPool(url, (pool) => makePast(pool, mall, past));
    options.tell('the past is made');
    const searched = String(Math.floor(past.shipments / 3));
    const looks = await looksOf({ ...mall.ctx, userId: 1 }, searched);
    const results = [];
    for (const look of looks) results.push(await measureLook(look, options.repeats));
    return results;
  } finally {
    await closePools();
    await databases.dropAll();
  }
}

async function measureLook({ name, budgetMs, run }: Look, repeats: number): Promise<LookResult> {
  await run();
  const client = async () => {
    const times: number[] = [];
    const until = performance.now() + LONGEST_MS;
    while (times.length < repeats && (times.length < FEWEST || performance.now() < until)) {
      const startedAt = performance.now();
      await run();
      times.push(performance.now() - startedAt);
    }
    return times;
  };
  const times = (await Promise.all(Array.from({ length: CLIENTS }, client))).flat();
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.ceil(times.length * share) - 1] ?? Number.NaN;
  return { name, medianMs: at(0.5), p95Ms: at(0.95), budgetMs };
}

export function printScreens(results: readonly LookResult[], past: Past): void {
  const count = (value: number) => value.toLocaleString('en-US');
  console.log(
    `\n${count(past.shipments)} shipments, ${count(past.open)} of them open, ${CLIENTS} clients`,
  );
  console.table(
    Object.fromEntries(
      results.map(({ name, medianMs, p95Ms, budgetMs }) => [
        name,
        {
          'median ms': medianMs.toFixed(1),
          'p95 ms': p95Ms.toFixed(1),
          'budget ms': budgetMs,
          kept: p95Ms <= budgetMs ? 'yes' : 'NO',
        },
      ]),
    ),
  );
}
