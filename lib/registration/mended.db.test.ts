import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { makeChannel, makeMall } from '@/db/testing-data';
import { type Ctx, inMall } from '@/lib/context';
import { mendingAmong } from './mended';
import type { ToldLine } from './rows';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase({ unchecked: 'Its orders lie in no parcel.' });
});
afterAll(() => database.drop());

const ORDERS = 4_000;

it('looks once through the refused rows of a large file, also before statistics know them', async () => {
  const ctx = await makeMall();
  const channelId = await makeChannel(ctx);
  await registerPartly(ctx, channelId);
  const lines = Array.from({ length: ORDERS }, (_, index) => socks(`A-${index + 1}`));
  const mending = await inMall(ctx, async (tx) => {
    await tx.execute(sql`set local statement_timeout = '5s'`);
    return mendingAmong(tx, ctx, channelId, lines);
  });
  expect(mending.size).toBe(ORDERS / 2);
});

/** A file with a shirt and refused socks of each order; those of every second one were registered since. */
async function registerPartly(ctx: Ctx, channelId: number): Promise<void> {
  const { mallId, userId } = ctx;
  const now = ctx.now.toISOString();
  await inMall(ctx, async (tx) => {
    await tx.execute(sql`
      insert into uploads (mall_id, id, purpose, channel_id, file_id, file_name, options, state,
        due_at, uploaded_by, uploaded_at)
      overriding system value
      values (${mallId}, 1, 'orders', ${channelId}, 1, 'a.xlsx', '{}', 'committed', ${now}, ${userId},
        ${now})`);
    await tx.execute(sql`
      insert into orders (mall_id, id, channel_id, order_no, market_order_no, orderer_id, ordered_at,
        paid_at, source, upload_id, created_at)
      overriding system value
      select ${mallId}, n, ${channelId}, 'A-' || n, 'A-' || n, 1, ${now}, ${now}, 'sheet', 1,
        ${now}
      from generate_series(1, ${ORDERS}::int) n`);
    await tx.execute(sql`
      insert into order_lines (mall_id, order_id, channel_id, line_key, channel_unit_no, recipient_id,
        product_code, product_name, option, product_key, option_key, seller_option_code,
        seller_product_code, qty, unit_price, amount, channel_state, raw_state, state_read_at)
      select ${mallId}, n, ${channelId}, n || name, 'A-' || n, 1, '', name, '', '', '', '', '', 1, 0, 0,
        'acknowledged', '', ${now}
      from generate_series(1, ${ORDERS}::int) n, unnest(array['셔츠', '양말']) name
      where name = '셔츠' or n % 2 = 0`);
    await tx.execute(sql`
      insert into upload_rows (mall_id, upload_id, row_no, cells, outcome, values)
      select ${mallId}, 1, n * 2 + at, '[]', outcome, jsonb_build_object('orderNo', 'A-' || n) || said
      from generate_series(1, ${ORDERS}::int) n, (values
        (0, 'committed', '{}'::jsonb),
        (1, 'bad', '{"said": {"productName": "양말", "option": "", "recipientName": "윤슬아"}}')
      ) as rows (at, outcome, said)`);
  });
}

function socks(orderNo: string): ToldLine {
  const said = { recipientName: '윤슬아', productName: '양말', option: '' };
  return { orderNo, lineKey: `${orderNo}-2`, said, original: null };
}
