import { readFileSync } from 'node:fs';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { rows } from '@/db/rows';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { makeChannel, makeMall } from '@/db/testing-data';
import { enterClaim } from '@/lib/claims/enter';
import { heldOrders } from '@/lib/collection/held-orders';
import { type Ctx, inMall } from '@/lib/context';
import { pageRequest } from '@/lib/paging';
import { badOrderRows } from '@/lib/registration/bad-rows';
import { heldDuplicates } from '@/lib/registration/held-duplicates';
import { mapColumns } from '@/lib/registration/map-columns';
import { editMapping, savedMappings } from '@/lib/registration/mappings';
import { orderFormSchema } from '@/lib/registration/order-form';
import {
  readNext,
  register,
  rowsOf,
  templateFile,
  upload,
  written,
} from '@/lib/registration/testing-uploads';
import { acceptUnsent, lockClaim } from '@/lib/shipments/claims/decide-claim';
import { releaseHold } from '@/lib/shipments/holds/release-hold';
import {
  collectedLine,
  collectedOrder,
  seeShipments,
  takeIn,
} from '@/lib/shipments/intake/testing-intake';
import { startRun } from '@/lib/shipments/runs/runs';
import { queuePushes } from '@/lib/shipping/pushes/queue-pushes';
import { registerOrder } from './after-registration';

/** One order by two ways, or by two files that name its lines otherwise: its goods are sent once. */

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
  await registerOrder(ctx, orderFormSchema.parse({ ...typedOrder, channelId }));
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

it('holds the lines of a file that comes again under other columns, and says so beforehand', async () => {
  const csv = `no,받는 분,받는 곳,물건,몇 개,코드\nB-1,윤슬아,서울 마포구 물결로 1,담요,3,C-1\n`;
  const file = { name: 'a.csv', bytes: Buffer.from(csv) };
  const fields = ['orderNo', 'recipientName', 'address1', 'productName', 'quantity'] as const;
  const uploadId = await upload(ctx, channelId, file);
  await mapColumns(ctx, { uploadId, fields: [...fields, null] });
  await readNext(ctx);
  await register(ctx, uploadId);
  const [saved] = await savedMappings(ctx);
  await editMapping(ctx, { mappingId: saved?.id ?? 0, fields: [...fields, 'productNo'] });
  const again = await upload(ctx, channelId, file);
  expect(await rowsOf(ctx, again)).toEqual([[2, 'warned', 'standsOtherwise']]);
  await register(ctx, again);
  expect(await parcels()).toEqual([
    [3, []],
    [3, ['duplicate']],
  ]);
  expect(await rowsOf(ctx, await upload(ctx, channelId, file))).toEqual([[2, 'known']]);
});

it('holds the lines of our own sheet that come again with a number', async () => {
  await register(ctx, await upload(ctx, channelId, await templateFile([{ orderNo: 'A-1' }])));
  const numbered = await templateFile([{ orderNo: 'A-1', lineNo: '1' }, { orderNo: 'A-2' }]);
  const again = await upload(ctx, channelId, numbered);
  expect(await rowsOf(ctx, again)).toEqual([
    [2, 'warned', 'standsOtherwise'],
    [3, 'new'],
  ]);
  await register(ctx, again);
  expect(await parcels()).toEqual([
    [1, []],
    [1, []],
    [1, ['duplicate']],
  ]);
  expect(await heldDuplicates(ctx, again)).toBe(1);
});

it('holds what a sheet tells of an order typed in before, until a person says that it is no duplicate', async () => {
  await registerOrder(ctx, orderFormSchema.parse({ ...typedOrder, channelId }));
  const uploadId = await upload(ctx, channelId, await templateFile([{ orderNo }]));
  await register(ctx, uploadId);
  expect(await parcels()).toEqual([
    [2, []],
    [1, ['duplicate']],
  ]);
  expect(await heldDuplicates(ctx, uploadId)).toBe(1);
  const [held] = (await heldOrders(ctx, pageRequest(undefined, 20))).rows;
  expect(held?.other).toMatchObject({ orderNo, isEntered: true });
  await releaseHold(ctx, { shipmentIds: [held?.shipmentId ?? 0], kind: 'duplicate' });
  expect((await parcels()).flatMap(([, kinds]) => kinds)).toEqual([]);
  expect(await heldDuplicates(ctx, uploadId)).toBe(0);
});

it('holds no further line of an order whose other lines the file names as they stand', async () => {
  await register(ctx, await upload(ctx, channelId, await templateFile([{ orderNo: 'A-1' }])));
  const more = [{ orderNo: 'A-1' }, { orderNo: 'A-1', productName: '양말' }, { orderNo: 'A-2' }];
  const uploadId = await upload(ctx, channelId, await templateFile(more));
  expect((await rowsOf(ctx, uploadId)).map(([, outcome]) => outcome)).toEqual([
    'known',
    'new',
    'new',
  ]);
  await register(ctx, uploadId);
  expect(await parcels()).toEqual([
    [2, []],
    [1, []],
  ]);
});

it('holds no later line that the same columns number, or name alone', async () => {
  const [shirt, socks] = [{ lineNo: '1' }, { lineNo: '2', productName: '양말' }] as const;
  await register(
    ctx,
    await upload(ctx, channelId, await templateFile([{ orderNo: 'A-1', ...shirt }])),
  );
  await register(ctx, await upload(ctx, channelId, await templateFile([{ orderNo: 'A-2' }])));
  const later = await templateFile([
    { orderNo: 'A-1', ...socks },
    { orderNo: 'A-2', productName: '양말' },
  ]);
  const uploadId = await upload(ctx, channelId, later);
  expect((await rowsOf(ctx, uploadId)).map(([, outcome]) => outcome)).toEqual(['new', 'new']);
  await register(ctx, uploadId);
  expect(await parcels()).toEqual([
    [2, []],
    [2, []],
  ]);
});

it('holds no line that comes in place of one that was cancelled', async () => {
  await registerOrder(ctx, orderFormSchema.parse({ ...typedOrder, channelId }));
  await cancelAll();
  const uploadId = await upload(ctx, channelId, await templateFile([{ orderNo }]));
  expect(await rowsOf(ctx, uploadId)).toEqual([[2, 'new']]);
});

it('holds no line that its file had named already, wrongly, however it is mended', async () => {
  const file = [
    { orderNo: 'A-1' },
    { orderNo: 'A-1', productName: '양말', quantity: 'x' },
    { orderNo: 'A-1', productName: '', optionName: 'M' },
  ];
  const uploadId = await upload(ctx, channelId, await templateFile(file));
  await register(ctx, uploadId);
  const sock = { orderNo: 'A-1', productName: '양말' };
  const cut = await upload(ctx, channelId, await templateFile([sock]));
  expect(await rowsOf(ctx, cut)).toEqual([[2, 'new']]);
  await register(ctx, cut);
  const bad = await badOrderRows(ctx, uploadId, words, () => '');
  const named = bad.sheet.headers.map((header, at) =>
    header === '판매처상품명' ? '모자' : (bad.sheet.rows[0]?.[at] ?? null),
  );
  const sheet = { ...bad.sheet, rows: [named] };
  const mended = await upload(ctx, channelId, await written(Promise.resolve({ ...bad, sheet })));
  expect(await rowsOf(ctx, mended)).toEqual([[2, 'new']]);
  await register(ctx, mended);
  expect(await parcels()).toEqual([[3, []]]);
  const numbered = await templateFile([{ ...sock, lineNo: '7' }]);
  expect(await rowsOf(ctx, await upload(ctx, channelId, numbered))).toEqual([
    [2, 'warned', 'standsOtherwise'],
  ]);
});

const words = { sheet: '오류', upload: '원본 업로드', row: '원본 행번호', reason: '사유' };

const typedOrder = {
  orderNo,
  recipientName: '윤슬아',
  address1: '서울 마포구 물결로 1',
  recipientMobile: '01022223333',
  lines: [{ productName: '셔츠', variantCode: '', quantity: '2', unitPrice: '9900' }],
};

async function parcels(): Promise<[number, string[]][]> {
  return (await seeShipments(ctx)).map(({ wantedQty, holdKinds }) => [wantedQty, holdKinds]);
}

async function cancelAll(): Promise<void> {
  const [line] = await inMall(ctx, (tx) =>
    rows<{ id: number; qty: number }>(
      tx,
      sql`select id, qty from order_lines where mall_id = ${ctx.mallId}`,
    ),
  );
  const asked = { orderLineId: line?.id ?? 0, kind: 'cancel', qty: line?.qty ?? 0 } as const;
  const { claimId } = await enterClaim(ctx, { ...asked, reason: '단순변심' });
  await inMall(ctx, async (tx) => acceptUnsent(tx, ctx, await lockClaim(tx, ctx, claimId)));
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
