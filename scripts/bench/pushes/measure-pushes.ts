import { setTimeout as sleep } from 'node:timers/promises';
import { migrate } from '@/db/migrate';
import { closePools, openPools } from '@/db/pools';
import type { FaultKind, MakeOrdersInput } from '@/lib/practice/control';
import { documentedLimits } from '@/lib/practice/practice';
import { marketplaceKeys } from '@/lib/practice/shops';
import { databasesOf } from '../databases';
import { APP_ROLE } from '../mall';
import { judge, openPushes, type Verdict } from './judge';
import { openShop, type Shop } from './practice-shop';
import { shipOrders } from './ship-orders';
import { startWorker, type Worker } from './workers';

export type PushResult = {
  shipments: number;
  seconds: number;
  kills: number;
  /** Answers that say we were too fast. None of the faults is one, so each is a broken limit. */
  busy: number;
  verdicts: Verdict[];
};

const ERROR_SHARE = 0.05;
const faults: readonly FaultKind[] = [
  'http500',
  'timeout',
  'partialFailure',
  'acceptThenDrop',
  'brokenBody',
];
const WORKERS = 2;
const KILL_EVERY_MS = 45_000;
const LOOK_EVERY_MS = 1_000;

/** Most sellers' custom; the slowest marketplace alone takes a second for each of its parcels. */
const shares: Record<string, number> = {
  'coupang-daily': 30,
  'coupang-kitchen': 10,
  'smartstore-daily': 28,
  'cafe24-daily': 12,
  'cafe24-kitchen': 4,
  'gmarket-daily': 7,
  'auction-daily': 4,
  '11st-daily': 5,
};

/**
 * Tells the practice marketplaces of so many shipments, as the product does it, by two processes of
 * which one is killed every now and then, while one call in twenty goes wrong.
 */
export async function measurePushes(
  serverUrl: string,
  options: { shipments: number; prefix: string; tell: (progress: string) => void },
): Promise<PushResult> {
  const databases = databasesOf(serverUrl, options.prefix);
  await databases.create('pushes');
  const databaseUrl = databases.urlOf('pushes');
  try {
    await migrate(databaseUrl, APP_ROLE);
    openPools(databaseUrl, APP_ROLE);
    const shop = await openShop(databaseUrl, {
      clock: () => new Date(),
      timeoutMs: 30_000,
    });
    return await measureIn(shop, options).finally(shop.close);
  } finally {
    await closePools();
    await databases.dropAll();
  }
}

async function measureIn(
  shop: Shop,
  { shipments: count, tell }: { shipments: number; tell: (progress: string) => void },
): Promise<PushResult> {
  const wishes: MakeOrdersInput = { count, seed: 3, shops: Object.keys(shares), shares };
  const shipments = await shipOrders(shop, wishes);
  if (shipments < count * 0.9) throw new Error(`Only ${shipments} shipments could leave.`);
  tell(`${shipments} shipments have left`);
  await shop.limit(documentedLimits);
  for (const marketplace of marketplaceKeys)
    for (const fault of faults)
      await shop.control.addFault({ marketplace, fault, rate: ERROR_SHARE / faults.length });
  const startedAt = performance.now();
  const secondsSince = () => Math.round((performance.now() - startedAt) / 1000);
  const { kills, busy } = await pushAll(shop, (open) => tell(`${secondsSince()} s: ${open} open`));
  return { shipments, seconds: secondsSince(), kills, busy, verdicts: await judge(shop) };
}

async function pushAll(shop: Shop, tell: (open: number) => void) {
  let busy = 0;
  let kills = 0;
  const start = () => startWorker(shop, undefined, () => busy++);
  const workers: Worker[] = Array.from({ length: WORKERS }, start);
  try {
    let nextKill = performance.now() + KILL_EVERY_MS;
    for (let open = await openPushes(shop); open > 0; open = await openPushes(shop)) {
      await sleep(LOOK_EVERY_MS);
      for (const [index, worker] of workers.entries())
        if (!worker.isAlive()) workers[index] = start();
      if (performance.now() < nextKill) continue;
      tell(open);
      await workers.shift()?.kill();
      workers.push(start());
      kills += 1;
      nextKill = performance.now() + KILL_EVERY_MS;
    }
  } finally {
    await Promise.all(workers.map((worker) => worker.stop()));
  }
  return { kills, busy };
}

export function printPushes({ shipments, seconds, kills, busy, verdicts }: PushResult): void {
  const rate = (shipments / seconds).toFixed(1);
  console.log(
    `\n${shipments} shipments in ${seconds} s (${rate} a second), ${kills} kills, ${busy} answers that we were too fast`,
  );
  console.table(
    Object.fromEntries(
      verdicts.map(({ marketplace, accepted, twice, done, failed, unknown, ...verdict }) => [
        marketplace,
        {
          pushes: verdict.pushes,
          전송완료: done,
          전송실패: failed,
          결과불명: unknown,
          open: verdict.open,
          'lines accepted': accepted,
          'accepted twice': twice,
          'done unheard': verdict.unheard,
          'failed but accepted': verdict.denied,
        },
      ]),
    ),
  );
}
