import { sql } from 'drizzle-orm';
import { expectMany } from '@/db/expect-many';
import { oneRow, rows } from '@/db/rows';
import { createTestDatabase, ensureTemplate } from '@/db/testing';
import { acknowledgeRequested } from '@/lib/collection/acknowledgement/acknowledge-requested';
import { acknowledgementWork } from '@/lib/collection/acknowledgement/acknowledgement-store';
import { inMall } from '@/lib/context';
import { takeWork } from '@/lib/leases/lease';
import { openStore } from '@/lib/practice/store/open';
import { allocateEverything, invoiceEverything } from '@/lib/shipments/intake/testing-intake';
import { openPracticeMall } from '@/lib/system/practice-mall';
import { openShop, type Shop } from '@/scripts/bench/pushes/practice-shop';
import { plentiful } from '@/scripts/bench/pushes/ship-orders';

export { collectDue, workOff } from '@/scripts/bench/pushes/practice-shop';

/** Of the shops only one sells, and its time passes when it is told to. */
export type PracticeShop = Shop & { channelId: number; pass: (minutes: number) => void };

export async function openPracticeShop(
  channelName: string,
  random: () => number = () => 0.5,
): Promise<PracticeShop> {
  const time = { now: openedAt };
  const shop = await openShops({ clock: () => time.now, random, timeoutMs: 1_000 });
  const { mallId } = shop.ctx();
  const { id: channelId } = await inMall(shop.ctx(), async (tx) => {
    await tx.execute(sql`
      update channels set is_active = false where mall_id = ${mallId} and name <> ${channelName}`);
    return oneRow<{ id: number }>(
      tx,
      sql`select id from channels where mall_id = ${mallId} and name = ${channelName}`,
    );
  });
  return {
    ...shop,
    channelId,
    pass: (minutes) => {
      time.now = new Date(time.now.getTime() + minutes * 60_000);
    },
  };
}

export const openedAt = new Date('2026-01-15T03:00:00Z');

const encryptionKey = Buffer.alloc(32, 'practice').toString('base64');

/** All shops of the practice mall, on a database of their own that goes with them. */
export async function openShops(options: Parameters<typeof openShop>[1]): Promise<Shop> {
  const template = await ensureTemplate('moa_practice_mall', async (databaseUrl) => {
    const store = await openStore(databaseUrl);
    await store.end();
    await openPracticeMall('http://127.0.0.1', encryptionKey, openedAt);
  });
  const database = await createTestDatabase({ template });
  const shop = await openShop(database.ownerUrl, { ...options, encryptionKey });
  const close = async () => {
    await shop.close();
    await database.drop();
  };
  return { ...shop, close };
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

/** All parcels of the mall hold one and the same article, of which there is enough, and get numbers. */
export async function invoiceAll({ ctx }: PracticeShop): Promise<void> {
  await allocateEverything(ctx(), await plentiful(ctx()));
  await invoiceEverything(ctx());
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
  return inMall(shop.ctx(), async (tx) => {
    await expectMany(tx);
    return rows<SeenLine>(
      tx,
      sql`
      select orders.order_no as "orderNo", line.line_key as "lineKey",
        line.channel_unit_no as "unitNo", line.channel_state as "channelState",
        line.cancelled_qty as "cancelledQty", line.claim_state as "claimState",
        shipment.stage, shipment.hold_kinds as "holdKinds", recipient.address1,
        shipment.is_unacknowledged as "isUnacknowledged", line.id as "lineId"
      from order_lines line
      join orders on orders.mall_id = line.mall_id and orders.id = line.order_id
      join shipment_lines part
        on part.mall_id = line.mall_id and part.order_line_id = line.id
      join shipments shipment
        on shipment.mall_id = part.mall_id and shipment.id = part.shipment_id
      join recipients recipient
        on recipient.mall_id = shipment.mall_id and recipient.id = shipment.recipient_id
      where line.mall_id = ${shop.ctx().mallId} order by orders.order_no, line.line_key`,
    );
  });
}
