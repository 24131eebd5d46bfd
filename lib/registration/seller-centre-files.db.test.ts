import { readFileSync } from 'node:fs';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { rows } from '@/db/rows';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { makeChannel, makeMall } from '@/db/testing-data';
import { lineKeyOf } from '@/lib/channels/coupang/mapper';
import { type Ctx, inMall } from '@/lib/context';
import { collectedLine, collectedOrder, takeIn } from '@/lib/shipments/intake/testing-intake';
import { register, rowsOf, upload } from './testing-uploads';

/** Export files of the seller centres as a seller drags them in, each saved by another program. */

let database: TestDatabase;
let ctx: Ctx;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  ctx = await makeMall();
});

type File = {
  marketplace: string;
  name: string;
  /** The first row's order as the marketplace's API would bring it. */
  orderNo: string;
  lineKey: string;
  unitNo: string;
  /** What becomes of the second row. */
  second: string;
};

const files: File[] = [
  {
    marketplace: 'smartstore',
    name: 'smartstore.xlsx',
    orderNo: '2026112298765431',
    lineKey: '2026112212345671',
    unitNo: '2026112212345671',
    second: 'new',
  },
  {
    marketplace: 'coupang',
    name: 'coupang.xlsx',
    orderNo: '21000123456780',
    lineKey: lineKeyOf('21000123456780', '86123456700'),
    unitNo: '642538971320',
    second: 'new',
  },
  {
    marketplace: 'auction',
    name: 'esm.xlsx',
    orderNo: '2412345670',
    lineKey: '2412345670',
    unitNo: '2412345670',
    second: 'bad',
  },
  {
    marketplace: 'auction',
    name: 'esm.cp949.csv',
    orderNo: '2412345670',
    lineKey: '2412345670',
    unitNo: '2412345670',
    second: 'bad',
  },
  {
    marketplace: '11st',
    name: '11st.biff.xls',
    orderNo: '202611221234567',
    lineKey: '202611221234567-1',
    unitNo: '1987654320',
    second: 'new',
  },
];

describe.each(files)('$name', ({ marketplace, name, orderNo, lineKey, unitNo, second }) => {
  it('is registered under the numbers by which the marketplace brings it again', async () => {
    const channelId = await makeChannel(ctx, { marketplace, account: 'moashop' });
    await register(ctx, await upload(ctx, channelId, fixture(name)));
    const [line] = await lines();
    expect(line).toMatchObject({ orderNo, lineKey, unitNo });
    await takeIn(ctx, channelId, [collectedOrder(orderNo, [collectedLine(lineKey)])]);
    expect(await lines()).toHaveLength(second === 'new' ? 2 : 1);
  });

  it('is known where the marketplace has brought the order before', async () => {
    const channelId = await makeChannel(ctx, { marketplace });
    await takeIn(ctx, channelId, [collectedOrder(orderNo, [collectedLine(lineKey)])]);
    const outcomes = await rowsOf(ctx, await upload(ctx, channelId, fixture(name)));
    expect(outcomes.map(([, outcome]) => outcome)).toEqual(['known', second]);
  });
});

describe.each([
  { marketplace: 'kakao', name: 'kakao.xlsx', orderNo: '400123450' },
  { marketplace: 'hottracks', name: 'kyobo.biff.xls', orderNo: '26112200000' },
])('$name, which numbers no lines,', ({ marketplace, name, orderNo }) => {
  it('is registered, and known when it comes again', async () => {
    const channelId = await makeChannel(ctx, { marketplace });
    const uploadId = await upload(ctx, channelId, fixture(name));
    expect(await register(ctx, uploadId)).toMatchObject({ orders: 2, lines: 2 });
    expect((await lines())[0]).toMatchObject({ orderNo, unitNo: orderNo });
    const again = await rowsOf(ctx, await upload(ctx, channelId, fixture(name)));
    expect(again.map(([, outcome]) => outcome)).toEqual(['known', 'known']);
  });
});

it('gives a postcode the zero back that a number has not', async () => {
  const channelId = await makeChannel(ctx, { marketplace: 'hottracks' });
  await register(ctx, await upload(ctx, channelId, fixture('kyobo.biff.xls')));
  expect((await lines()).map(({ postcode }) => postcode)).toEqual(['06236', '01234']);
});

function fixture(name: string) {
  return { name, bytes: readFileSync(new URL(`../sheets/fixtures/${name}`, import.meta.url)) };
}

type SeenLine = { orderNo: string; lineKey: string; unitNo: string; postcode: string };

function lines(): Promise<SeenLine[]> {
  return inMall(ctx, (tx) =>
    rows<SeenLine>(
      tx,
      sql`
      select orders.order_no as "orderNo", line.line_key as "lineKey",
        line.channel_unit_no as "unitNo", recipient.postcode
      from order_lines line
      join orders on orders.mall_id = line.mall_id and orders.id = line.order_id
      join recipients recipient
        on recipient.mall_id = line.mall_id and recipient.id = line.recipient_id
      where line.mall_id = ${ctx.mallId} order by line.id`,
    ),
  );
}
