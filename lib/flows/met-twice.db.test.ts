import { readFileSync } from 'node:fs';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { rows } from '@/db/rows';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { makeChannel, makeMall } from '@/db/testing-data';
import { heldOrders } from '@/lib/collection/held-orders';
import { type Ctx, inMall } from '@/lib/context';
import { pageRequest } from '@/lib/paging';
import { mapColumns } from '@/lib/registration/map-columns';
import { orderFormSchema } from '@/lib/registration/order-form';
import {
  readNext,
  register,
  rowsOf,
  templateFile,
  upload,
} from '@/lib/registration/testing-uploads';
import {
  collectedLine,
  collectedOrder,
  seeShipments,
  takeIn,
} from '@/lib/shipments/intake/testing-intake';
import { startRun } from '@/lib/shipments/runs/runs';
import { queuePushes } from '@/lib/shipping/pushes/queue-pushes';
import { registerOrder } from './after-registration';

/** One order, by the marketplace's API and by a file or a form: its goods are sent once. */

let database: TestDatabase;
let ctx: Ctx;
let channelId: number;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  ctx = await makeMall();
  channelId = await makeChannel(ctx, { marketplace: 'smartstore' });
});

const orderNo = '2026112298765431';
const [first, second] = ['2026112212345671', '2026112212345680'] as const;
const collected = (...keys: string[]) => [
  collectedOrder(
    orderNo,
    keys.map((key) => collectedLine(key)),
  ),
];
const ofThisOrder = { orderNo, lineNo: '1' };

it('refuses a line with a number of our own of an order that the channel has brought', async () => {
  await takeIn(ctx, channelId, collected(first));
  const uploadId = await upload(ctx, channelId, await templateFile([ofThisOrder]));
  expect(await rowsOf(ctx, uploadId)).toEqual([[2, 'bad', 'collectedOrder']]);
  await register(ctx, uploadId);
  expect(await parcels()).toEqual([[1, []]]);
});

it('refuses such a line under picked columns, and where the channel was quicker than 등록', async () => {
  const csv = `no,순번,받는 분,받는 곳,물건,몇 개\n${orderNo},1,윤슬아,서울 마포구 물결로 1,담요,3\n`;
  const uploadId = await upload(ctx, channelId, { name: 'a.csv', bytes: Buffer.from(csv) });
  await mapColumns(ctx, {
    uploadId,
    fields: ['orderNo', 'lineNo', 'recipientName', 'address1', 'productName', 'quantity'],
  });
  await readNext(ctx);
  expect(await rowsOf(ctx, uploadId)).toEqual([[2, 'new']]);
  await takeIn(ctx, channelId, collected(first));
  expect(await register(ctx, uploadId)).toMatchObject({ lines: 0, known: 1 });
  expect(await parcels()).toEqual([[1, []]]);
});

it('holds what the channel tells of an order that our own sheet brought before', async () => {
  await register(ctx, await upload(ctx, channelId, await templateFile([ofThisOrder])));
  await takeIn(ctx, channelId, collected(first));
  await takeIn(ctx, channelId, collected(first, second));
  expect(await parcels()).toEqual([
    [1, []],
    [1, ['duplicate']],
    [1, ['duplicate']],
  ]);
  const held = await heldOrders(ctx, pageRequest(undefined, 20));
  expect(held.rows[0]?.other).toMatchObject({ orderNo, isEntered: true });
});

it('holds what the channel, or its own file, tells of an order typed in before', async () => {
  const form = {
    ...{ channelId, orderNo, recipientName: '윤슬아', address1: '서울 마포구 물결로 1' },
    recipientMobile: '01022223333',
    lines: [{ productName: '셔츠', variantCode: '', quantity: '2', unitPrice: '9900' }],
  };
  await registerOrder(ctx, orderFormSchema.parse(form));
  await register(ctx, await upload(ctx, channelId, exported()));
  expect(await parcels()).toEqual([
    [2, []],
    [2, ['duplicate']],
    [1, ['duplicate']],
  ]);
  expect(await pushStates()).toEqual(['not_applicable', 'waiting', 'waiting']);
});

it('adds what the channel tells of an order that its own file brought, and refuses ours of it', async () => {
  await register(ctx, await upload(ctx, channelId, exported()));
  const before = await parcels();
  await takeIn(ctx, channelId, collected('2026112212345699'));
  expect(await parcels()).toEqual([...before, [1, []]]);
  const ours = await upload(ctx, channelId, await templateFile([ofThisOrder]));
  expect(await rowsOf(ctx, ours)).toEqual([[2, 'bad', 'collectedOrder']]);
});

it('adds what the channel tells where our own sheet named the first line by the channel’s number', async () => {
  const file = await templateFile([{ ...ofThisOrder, lineNo: first }]);
  await register(ctx, await upload(ctx, channelId, file));
  await takeIn(ctx, channelId, collected(first, second));
  expect((await parcels()).flatMap(([, kinds]) => kinds)).toEqual([]);
});

async function parcels(): Promise<[number, string[]][]> {
  return (await seeShipments(ctx)).map(({ wantedQty, holdKinds }) => [wantedQty, holdKinds]);
}

/** What a number of each parcel would be told of. */
async function pushStates(): Promise<string[]> {
  const ids = (await seeShipments(ctx)).map(({ id }) => id);
  return inMall(ctx, async (tx) => {
    await queuePushes(tx, ctx, await startRun(tx, ctx, 'ship', {}), ids);
    const pushes = await rows<{ state: string }>(
      tx,
      sql`select state from pushes where mall_id = ${ctx.mallId} order by shipment_id`,
    );
    return pushes.map(({ state }) => state);
  });
}

function exported() {
  const name = 'smartstore.xlsx';
  return { name, bytes: readFileSync(new URL(`../sheets/fixtures/${name}`, import.meta.url)) };
}
