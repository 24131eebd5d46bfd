import { randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { systemDb } from '@/db/pools';
import { oneRow, rows } from '@/db/rows';
import { createTestDatabase } from '@/db/testing';
import { acknowledgeRequested } from '@/lib/collection/acknowledge-requested';
import { acknowledgementWork } from '@/lib/collection/acknowledgement-store';
import { collect } from '@/lib/collection/collect';
import { type OpenConnection, openConnections } from '@/lib/collection/connection';
import { markDue } from '@/lib/collection/mark-due';
import { collectionWork } from '@/lib/collection/run-store';
import { type Ctx, inMall } from '@/lib/context';
import { afterCollection } from '@/lib/flows/after-collection';
import { takeWork } from '@/lib/jobs/lease';
import { type PracticeControl, practiceControl } from '@/lib/practice/control';
import { startPracticeServer } from '@/lib/practice/server';
import { unlimited } from '@/lib/practice/testing';
import { openPracticeMall } from '@/lib/system/practice-mall';

/** The product and the practice marketplaces on one database, speaking over HTTP, with one clock. */
export type PracticeShop = {
  control: PracticeControl;
  channelId: number;
  open: OpenConnection;
  ctx: () => Ctx;
  pass: (minutes: number) => void;
  clock: () => Date;
  /** For a process of its own that works on the same mall. */
  databaseUrl: string;
  encryptionKey: string;
  close: () => Promise<void>;
};

/** Only the shop of this name sells; its calls are not slowed down. */
export async function openPracticeShop(
  channelName: string,
  random: () => number = () => 0.5,
): Promise<PracticeShop> {
  const database = await createTestDatabase();
  const time = { now: new Date('2026-01-15T03:00:00Z') };
  const clock = () => time.now;
  const server = await startPracticeServer({
    databaseUrl: database.ownerUrl,
    controlToken: 'test-control',
    clock,
    random,
    limits: unlimited,
  });
  const encryptionKey = randomBytes(32).toString('base64');
  await openPracticeMall(server.url, encryptionKey, time.now);
  const { mallId } = await oneRow<{ mallId: number }>(
    systemDb(),
    sql`select id as "mallId" from malls`,
  );
  const ctx = (): Ctx => ({
    mallId,
    userId: null,
    role: 'owner',
    canSeePersonalData: true,
    now: time.now,
  });
  const { id: channelId } = await inMall(ctx(), async (tx) => {
    await tx.execute(sql`
      update channels set is_active = false where mall_id = ${mallId} and name <> ${channelName}`);
    return oneRow<{ id: number }>(
      tx,
      sql`select id from channels where mall_id = ${mallId} and name = ${channelName}`,
    );
  });
  const connect = openConnections({ encryptionKey, baseUrls: {}, clock, fetch });
  return {
    control: practiceControl({ url: server.url, token: 'test-control' }),
    channelId,
    open: async (...wanted) => {
      const connection = await connect(...wanted);
      return connection && { ...connection, takeSlot: async () => {}, timeoutMs: 1_000 };
    },
    ctx,
    pass: (minutes) => {
      time.now = new Date(time.now.getTime() + minutes * 60_000);
    },
    clock,
    databaseUrl: database.ownerUrl,
    encryptionKey,
    close: async () => {
      await server.close();
      await database.drop();
    },
  };
}

/** Queues what is due and works through it, as the cron route and the jobs process do. */
export async function collectDue(shop: PracticeShop, signal?: AbortSignal): Promise<void> {
  await markDue(shop.ctx());
  await workOff(shop, signal);
}

export async function workOff(shop: PracticeShop, signal?: AbortSignal): Promise<void> {
  while (!signal?.aborted) {
    const lease = await takeWork(shop.ctx(), collectionWork);
    if (!lease) return;
    await collect(shop.ctx(), lease, {
      clock: shop.clock,
      signal: signal ?? new AbortController().signal,
      open: shop.open,
      after: afterCollection,
    });
  }
}

/** What the jobs process does with 발주확인 that is due. */
export async function acknowledgeDue(shop: PracticeShop): Promise<void> {
  for (let lease = await take(); lease; lease = await take())
    await acknowledgeRequested(shop.ctx(), lease, {
      clock: shop.clock,
      signal: new AbortController().signal,
      open: shop.open,
    });
  function take() {
    return takeWork(shop.ctx(), acknowledgementWork);
  }
}

export type SeenRun = {
  id: number;
  kind: string;
  state: string;
  fetched: number;
  added: number;
  updated: number;
  failed: number;
  attempts: number;
  error: string | null;
};

export function seeRuns(shop: PracticeShop): Promise<SeenRun[]> {
  return inMall(shop.ctx(), (tx) =>
    rows<SeenRun>(
      tx,
      sql`
      select id, kind, state, fetched, added, updated, failed, attempts, error
      from collection_runs where mall_id = ${shop.ctx().mallId} order by id`,
    ),
  );
}

export type SeenLine = {
  orderNo: string;
  lineKey: string;
  unitNo: string;
  channelState: string;
  cancelledQty: number;
  claimState: string;
  stage: string;
  holdKinds: string[];
  address1: string;
  isUnacknowledged: boolean;
  lineId: number;
};

export function seeLines(shop: PracticeShop): Promise<SeenLine[]> {
  return inMall(shop.ctx(), (tx) =>
    rows<SeenLine>(
      tx,
      sql`
      select orders.order_no as "orderNo", line.line_key as "lineKey",
        line.channel_unit_no as "unitNo", line.channel_state as "channelState",
        line.cancelled_qty as "cancelledQty", line.claim_state as "claimState", shipment.stage,
        shipment.hold_kinds as "holdKinds", recipient.address1,
        shipment.is_unacknowledged as "isUnacknowledged", line.id as "lineId"
      from order_lines line
      join orders on orders.mall_id = line.mall_id and orders.id = line.order_id
      join shipment_lines part on part.mall_id = line.mall_id and part.order_line_id = line.id
      join shipments shipment
        on shipment.mall_id = part.mall_id and shipment.id = part.shipment_id
      join recipients recipient
        on recipient.mall_id = shipment.mall_id and recipient.id = shipment.recipient_id
      where line.mall_id = ${shop.ctx().mallId} order by orders.order_no, line.line_key`,
    ),
  );
}
