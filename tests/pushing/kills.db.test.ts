import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { checkInvariants } from '@/db/invariants';
import { rows } from '@/db/rows';
import { inMall } from '@/lib/context';
import type { FaultKind } from '@/lib/practice/control';
import { seeShipments } from '@/lib/shipments/testing-intake';
import { shipShipments } from '@/lib/shipping/ship';
import {
  collectDue,
  invoiceAll,
  openPracticeShop,
  type PracticeShop,
} from '../collection/practice-shop';

/** Small enough for every run; PUSHED_ORDERS and PUSH_KILLS make it as large as one has time for. */
const ORDERS = Number(process.env.PUSHED_ORDERS ?? 40);
const KILLS = Number(process.env.PUSH_KILLS ?? 2);
const FAULT_RATE = 0.05;
const FAULTS: FaultKind[] = ['http500', 'http429', 'acceptThenDrop', 'brokenBody'];
const LEASE_AND_MORE_MS = 3 * 60_000;

let shop: PracticeShop;

beforeAll(async () => {
  shop = await openPracticeShop('카페24(moadaily)', seeded(11));
});
afterAll(() => shop.close());

it(
  'ends with each unit accepted once or standing as a failure, however often it is killed',
  async () => {
    await shipOrders();
    for (const fault of FAULTS)
      await shop.control.addFault({
        marketplace: 'cafe24',
        fault,
        rate: FAULT_RATE / FAULTS.length,
      });
    for (let kill = 1; kill <= KILLS; kill++) {
      const worker = startWorker(kill);
      const enough = Math.round((ORDERS * kill) / (KILLS + 1));
      const exited = once(worker, 'exit');
      while ((await accepted()).length < enough && worker.exitCode === null) await pause(20);
      worker.kill('SIGKILL');
      await exited;
      expect(worker.signalCode).toBe('SIGKILL');
    }
    const last = startWorker(KILLS + 1);
    await once(last, 'exit');

    const journal = await accepted();
    const told = journal.flatMap(({ orderNo, lineKeys }) =>
      lineKeys.map((key) => `${orderNo} ${key}`),
    );
    expect(new Set(told).size).toBe(told.length);
    const pushes = await seePushes();
    const open = pushes.filter(({ state }) => !['done', 'failed', 'unknown'].includes(state));
    expect(open).toEqual([]);
    const numbers = new Set(journal.map(({ orderNo, waybillNo }) => `${orderNo} ${waybillNo}`));
    for (const { state, orderNo, waybillNo } of pushes)
      if (state === 'done') expect(numbers).toContain(`${orderNo} ${waybillNo}`);
    expect(pushes.filter(({ state }) => state === 'done').length).toBeGreaterThan(
      pushes.length * 0.9,
    );
    await checkInvariants();
  },
  120_000 + ORDERS * 200,
);

async function shipOrders() {
  const now = shop.clock().toISOString();
  const wishes = { count: ORDERS, seed: 3, shops: ['cafe24-daily'], now, acknowledgedShare: 1 };
  await shop.control.makeOrders(wishes);
  const ctx = shop.ctx();
  await inMall(ctx, (tx) => tx.execute(sql`delete from matches where mall_id = ${ctx.mallId}`));
  await collectDue(shop);
  await invoiceAll(shop);
  const invoiced = (await seeShipments(ctx)).filter(({ stage }) => stage === 'invoiced');
  const { shipped } = await shipShipments(
    ctx,
    invoiced.map((shipment) => shipment.id),
  );
  expect(shipped).toBeGreaterThan(ORDERS / 2);
}

function startWorker(generation: number): ChildProcess {
  const { databaseUrl, encryptionKey } = shop;
  const given = [
    databaseUrl,
    encryptionKey,
    String(shop.ctx().mallId),
    shop.clock().toISOString(),
    String(generation * LEASE_AND_MORE_MS),
  ];
  const worker = ['--import', 'tsx', 'tests/pushing/worker.ts', ...given];
  return spawn(process.execPath, worker, { stdio: ['ignore', 'ignore', 'inherit'] });
}

async function accepted() {
  return (await shop.control.journal()).filter(({ kind }) => kind === 'ship');
}

function seePushes() {
  const ctx = shop.ctx();
  return inMall(ctx, (tx) =>
    rows<{ state: string; orderNo: string; waybillNo: string }>(
      tx,
      sql`
      select push.state, orders.order_no as "orderNo", push.waybill_no as "waybillNo"
      from pushes push
      join orders on orders.mall_id = push.mall_id and orders.id = push.order_id
      where push.mall_id = ${ctx.mallId} order by push.id`,
    ),
  );
}

/** The same chances every time. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}
