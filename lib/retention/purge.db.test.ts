import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { checkInvariants } from '@/db/invariants';
import { systemDb } from '@/db/pools';
import { rows } from '@/db/rows';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { makeChannel, makeMall } from '@/db/testing-data';
import { type Ctx, inMall } from '@/lib/context';
import { takeWork } from '@/lib/jobs/lease';
import { takeIn } from '@/lib/shipments/testing-intake';
import { purge, purgeWork, queuePurge } from './purge';
import { readRetention, saveRetention } from './settings';
import { leaveTraces, PHONE, tracedOrder, traces } from './testing-traces';

let database: TestDatabase;
let ctx: Ctx;
let channelId: number;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
afterEach(checkInvariants);
beforeEach(async () => {
  ctx = await makeMall();
  channelId = await makeChannel(ctx);
});

describe('the end of personal data', () => {
  it('leaves no trace in any column of any table', async () => {
    await leaveTraces(ctx, channelId);
    const traced = await tablesWith(traces);
    expect(traced).toEqual(
      expect.arrayContaining(['claims', 'invoice_loads', 'order_documents', 'quarantined_orders']),
    );
    expect(traced).toEqual(
      expect.arrayContaining(['courier_bookings', 'recipients', 'upload_rows']),
    );
    await purgeAt(days(91));
    expect(await tablesWith(traces)).toEqual([]);
  });

  it('keeps orders, goods, money and waybill numbers', async () => {
    await leaveTraces(ctx, channelId);
    const before = await whatStays();
    await purgeAt(days(91));
    expect(await whatStays()).toEqual(before);
    expect(before).not.toEqual([]);
  });

  it('waits until the days are over, by the setting of the mall', async () => {
    await leaveTraces(ctx, channelId);
    await purgeAt(days(89));
    expect(await tablesWith([PHONE])).toContain('recipients');
    await saveRetention(ctx, 30);
    await purgeAt(days(89));
    expect(await tablesWith([PHONE])).toEqual([]);
  });

  it('touches nobody whose parcel has not left, and no other mall', async () => {
    await takeIn(ctx, channelId, [tracedOrder('OPEN-1')]);
    const other = await makeMall('다른 상회');
    await takeIn(other, await makeChannel(other), [tracedOrder('A-1', 'shipping')]);
    await purgeAt(days(400));
    expect(await tablesWith([PHONE])).toContain('recipients');
    expect(await tablesWith([PHONE], other)).toContain('recipients');
  });

  it('a channel that tells an old order again brings nobody back', async () => {
    await takeIn(ctx, channelId, [tracedOrder('A-1', 'shipping')]);
    await purgeAt(days(91));
    await takeIn(ctx, channelId, [tracedOrder('A-1', 'delivered')], { readAt: days(92) });
    expect(await tablesWith(traces)).toEqual([]);
  });

  it('forgets scans after 90 days, whatever the setting of the mall', async () => {
    const scan = (id: string, at: Date) => sql`
      insert into scans (mall_id, scan_id, waybill_no, verdict, scanned_at, at)
      values (${ctx.mallId}, ${id}, '684809623814', 'shipped', ${at.toISOString()},
        ${at.toISOString()})`;
    await inMall(ctx, (tx) => tx.execute(scan('old', ctx.now)));
    await inMall(ctx, (tx) => tx.execute(scan('new', days(2))));
    await saveRetention(ctx, 30);
    await purgeAt(days(91));
    const left = await inMall(ctx, (tx) =>
      rows(tx, sql`select scan_id as id from scans where mall_id = ${ctx.mallId}`),
    );
    expect(left).toEqual([{ id: 'new' }]);
  });

  it('makes the next round for the next night, and tells what it did', async () => {
    await takeIn(ctx, channelId, [tracedOrder('A-1', 'shipping')]);
    await purgeAt(new Date('2026-08-01T03:00:00Z'));
    const { rounds, nextAt } = await readRetention(ctx);
    expect(rounds).toMatchObject([{ orders: 1 }]);
    expect(new Date(nextAt ?? 0)).toEqual(new Date('2026-08-01T18:00:00Z'));
  });
});

const days = (count: number) => new Date(ctx.now.getTime() + count * 24 * 60 * 60 * 1000);

async function purgeAt(now: Date, mall: Ctx = ctx): Promise<void> {
  const later = { ...mall, userId: null, now };
  await inMall(later, (tx) => queuePurge(tx, later, now));
  await inMall(later, (tx) =>
    tx.execute(sql`update purges set due_at = ${now.toISOString()}
      where mall_id = ${mall.mallId} and state = 'queued'`),
  );
  const lease = await takeWork(later, purgeWork);
  if (!lease) throw new Error('No purge waits.');
  await purge(later, lease, { signal: new AbortController().signal });
}

/** Tables of the product in which some column holds one of these texts, as text or as bytes. */
async function tablesWith(texts: string[], mall: Ctx = ctx): Promise<string[]> {
  const columns = await rows<{
    table: string;
    column: string;
    isBytes: boolean;
    isShared: boolean;
  }>(
    systemDb(),
    sql`
    select table_name as "table", column_name as "column", data_type = 'bytea' as "isBytes",
      table_name not in (select table_name from information_schema.columns
        where column_name = 'mall_id') as "isShared"
    from information_schema.columns
    where table_schema = 'public' and table_name in (
      select table_name from information_schema.tables
      where table_schema = 'public' and table_type = 'BASE TABLE')
      and data_type in ('text', 'json', 'jsonb', 'ARRAY', 'bytea')`,
  );
  const found = new Set<string>();
  for (const { table, column, isBytes, isShared } of columns) {
    const shown = isBytes
      ? sql`encode(${sql.identifier(column)}, 'escape')`
      : sql`${sql.identifier(column)}::text`;
    const [hit] = await rows(
      systemDb(),
      sql`
      select from ${sql.identifier(table)}
      where ${isShared ? sql`true` : sql`mall_id = ${mall.mallId}`} and (${sql.join(
        texts.map((text) => sql`position(${text} in ${shown}) > 0`),
        sql` or `,
      )}) limit 1`,
    );
    if (hit) found.add(table);
  }
  return [...found].sort();
}

function whatStays() {
  return inMall(ctx, (tx) =>
    rows(
      tx,
      sql`
      select orders.order_no, line.product_name, line.qty, line.amount, shipment.stage,
        shipment.waybill_no
      from orders
      join order_lines line on line.mall_id = orders.mall_id and line.order_id = orders.id
      join shipment_lines part on part.mall_id = line.mall_id and part.order_line_id = line.id
      join shipments shipment
        on shipment.mall_id = part.mall_id and shipment.id = part.shipment_id
      where orders.mall_id = ${ctx.mallId} order by orders.id`,
    ),
  );
}
