import { isDeepStrictEqual } from 'node:util';
import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { checkInvariants } from '@/db/invariants';
import { oneRow, rows } from '@/db/rows';
import { inMall } from '@/lib/context';
import { registerOrder } from '@/lib/flows/after-registration';
import { shipAfterClaims } from '@/lib/flows/ship-after-claims';
import { orderFormSchema } from '@/lib/registration/order-form';
import { seeShipments } from '@/lib/shipments/intake/testing-intake';
import { pushDue } from '@/lib/shipping/pushes/push';
import { shipRules } from '@/lib/shipping/reasons';
import {
  collectDue,
  invoiceAll,
  openPracticeShop,
  type PracticeShop,
} from './collection/practice-shop';

let shop: PracticeShop;

beforeEach(async () => {
  shop = await openPracticeShop('스마트스토어(모아스토어)');
});
afterEach(async () => {
  await checkInvariants();
  await shop.close();
});

it('asks about the very parcels where claims were last read long ago, in place of all that changed since', async () => {
  await collectOrders();
  await invoiceAll(shop);
  await readLongAgo();
  const before = await readTo();
  expect(await shipThoughFirstIsCancelled()).toEqual({ unread: [] });
  expect(await readTo()).toEqual(before);
});

it('is stopped by what the marketplace says whatever was typed in beside it', async () => {
  await collectOrders();
  await typeIn('2026011500000001');
  await invoiceAll(shop);
  await readLongAgo();
  expect(await shipThoughFirstIsCancelled()).toEqual({ unread: [] });
});

it('is stopped by what the marketplace says of some where it knows nothing of others, and says so', async () => {
  await collectOrders();
  await typeIn('2026011500000001');
  await asFromFile();
  await invoiceAll(shop);
  await readLongAgo();
  expect(await shipThoughFirstIsCancelled()).toEqual({ unread: ['스마트스토어(모아스토어)'] });
  await pushDue(shop.ctx(), shop.open, { clock: shop.clock });
  const states = await pushStates();
  expect(new Set(states)).toEqual(new Set(['done', 'waiting']));
  expect(states.filter((state) => state === 'waiting')).toHaveLength(1);
});

it.each([
  ['reads on from where the feed was collected', 0],
  ['asks about the very parcels while something that was collected cannot be read', 1],
])('%s', async (_, unreadable) => {
  await collectOrders();
  await invoiceAll(shop);
  await readLongAgo(sql``);
  const before = await readTo();
  if (unreadable > 0) await setAside();
  expect(await shipThoughFirstIsCancelled()).toEqual({ unread: [] });
  expect(isDeepStrictEqual(await readTo(), before)).toBe(unreadable > 0);
});

async function collectOrders(): Promise<void> {
  await collectDue(shop);
  await shop.control.makeOrders({
    ...{ count: 4, seed: 7, shops: ['smartstore-daily'], acknowledgedShare: 1 },
    now: shop.clock().toISOString(),
  });
  shop.pass(10);
  await collectDue(shop);
}

async function shipThoughFirstIsCancelled(): Promise<{ unread: string[] }> {
  const waiting = await seeShipments(shop.ctx());
  const orderNo = waiting[0]?.baseOrderNo ?? '';
  await shop.control.requestCancel({ marketplace: 'smartstore', orderNo });
  shop.pass(1);
  const ids = waiting.map(({ id }) => id);
  const { refused, unread } = await shipAfterClaims(shop.ctx(), shop.open, ids);
  expect(refused).toContainEqual(expect.objectContaining({ rule: shipRules.claimed }));
  return { unread };
}

const longAgo = () => sql`${shop.clock().toISOString()}::timestamptz - interval '40 days'`;

const readLongAgo = (collectedTo = sql`, watermark = ${longAgo()}`) =>
  write(sql`
    update channels set claims_read_at = ${longAgo()} ${collectedTo}
    where mall_id = ${shop.ctx().mallId} and id = ${shop.channelId}`);

const setAside = () =>
  write(sql`
    insert into quarantined_orders (mall_id, channel_id, collection_run_id, order_no, reason, raw,
      created_at)
    select mall_id, channel_id, id, 'A-1', 'no goods', '{}', finished_at from collection_runs
    where mall_id = ${shop.ctx().mallId} and channel_id = ${shop.channelId} limit 1`);

/** Up to where all claims were read. */
const readTo = () =>
  inMall(shop.ctx(), (tx) =>
    oneRow(
      tx,
      sql`
      select claims_read_at from channels
      where mall_id = ${shop.ctx().mallId} and id = ${shop.channelId}`,
    ),
  );

async function typeIn(orderNo: string): Promise<void> {
  const typed = {
    ...{ channelId: shop.channelId, orderNo, recipientName: '윤슬아' },
    ...{ recipientMobile: '01022223333', address1: '물결로 1' },
    lines: [{ productName: '셔츠', quantity: '1', unitPrice: '9900' }],
  };
  await registerOrder(shop.ctx(), orderFormSchema.parse(typed));
}

/** What was typed in came by a file that names no product orders. */
const asFromFile = () =>
  write(sql`
    update orders set source = 'sheet'
    where mall_id = ${shop.ctx().mallId} and source = 'form'`);

const write = (statement: ReturnType<typeof sql>) =>
  inMall(shop.ctx(), (tx) => tx.execute(statement));

async function pushStates(): Promise<string[]> {
  const found = await inMall(shop.ctx(), (tx) =>
    rows<{ state: string }>(
      tx,
      sql`select state from pushes where mall_id = ${shop.ctx().mallId} order by state`,
    ),
  );
  return found.map(({ state }) => state);
}
