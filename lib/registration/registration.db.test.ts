import { readFileSync } from 'node:fs';
import { sql } from 'drizzle-orm';
import iconv from 'iconv-lite';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { oneRow, rows } from '@/db/rows';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { makeChannel, makeMall, makeOrders, makeVariants } from '@/db/testing-data';
import { type Ctx, inMall } from '@/lib/context';
import { giveUploadPassword } from '@/lib/files/queue-upload';
import { registerOrder, registerUpload } from '@/lib/flows/after-registration';
import { takeWork } from '@/lib/leases/lease';
import { saveAutopilot } from '@/lib/settings/autopilot';
import { collectedLine, collectedOrder, takeIn } from '@/lib/shipments/intake/testing-intake';
import { pastRuns } from '@/lib/shipments/runs/run-history';
import { deleteUpload, previewDeletion } from './delete-upload';
import { mapColumns } from './map-columns';
import { deleteMapping, editMapping, savedMappings } from './mappings';
import { orderFormSchema } from './order-form';
import { columnPicker, uploadPreview } from './preview';
import { queueRegistration } from './queue-registration';
import { chunksToRegister, registerChunk, registrationWork } from './register-rows';
import { findUpload } from './screen';
import { registrationTemplate } from './template';
import {
  readNext,
  register,
  rowsOf,
  statusOf,
  surroundingsOf,
  templateFile,
  testEncryptionKey,
  upload,
  written,
} from './testing-uploads';

let database: TestDatabase;
let ctx: Ctx;
let otherMall: Ctx;
let channelId: number;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

beforeEach(async () => {
  [ctx, otherMall] = [await makeMall(), await makeMall('남의 상회')];
  channelId = await makeChannel(ctx, { marketplace: 'smartstore' });
  const otherChannel = await makeChannel(otherMall, { marketplace: 'smartstore' });
  await makeOrders(otherMall, [
    { orderNo: 'A-1', channelId: otherChannel, lines: [{ compositionId: null, qty: 1 }] },
  ]);
});
afterEach(async () => {
  expect(await orderNos(otherMall)).toEqual(['A-1']);
});

it('registers the good rows of a file and names what is wrong with the others', async () => {
  const file = await templateFile([
    { orderNo: 'A-1', quantity: 2 },
    { orderNo: 'A-1', productName: '양말' },
    { orderNo: 'A-2', recipientName: '', quantity: '두 개' },
    { orderNo: 1.23e17 },
    { orderNo: 'A-3' },
  ]);
  const uploadId = await upload(ctx, channelId, file);
  expect(await statusOf(ctx, uploadId)).toMatchObject({
    state: 'previewed',
    rowCount: 5,
    goodCount: 3,
    badCount: 2,
  });
  expect(await rowsOf(ctx, uploadId)).toEqual([
    [2, 'new'],
    [3, 'new'],
    [4, 'bad', 'required 수령자명', 'notWhole 수량'],
    [5, 'bad', 'damaged 주문번호'],
    [6, 'new'],
  ]);
  expect(await register(ctx, uploadId)).toMatchObject({ orders: 2, lines: 3, known: 0 });
  expect(await orderNos(ctx)).toEqual(['A-1', 'A-3']);
});

it('says of a refused row whose order it is, to those alone who may see people whole', async () => {
  await takeIn(ctx, channelId, [collectedOrder('A-2')]);
  const file = await templateFile([
    { orderNo: 'A-1', quantity: 'x' },
    { orderNo: 'A-2', recipientName: '윤슬아', productName: '양말', optionName: '' },
  ]);
  const asked = { uploadId: await upload(ctx, channelId, file), filter: 'bad', after: 0 } as const;
  const seen = async (canSeePersonalData: boolean) =>
    (await uploadPreview({ ...ctx, canSeePersonalData }, asked)).rows.map((row) => [
      row.orderNo,
      row.recipientName,
      row.productName,
      row.option,
    ]);
  expect(await seen(true)).toEqual([
    ['A-1', '한서윤', '린넨 셔츠', '블랙 / L'],
    ['A-2', '윤슬아', '양말', ''],
  ]);
  expect((await seen(false)).map(([, name]) => name)).toEqual(['한*윤', '윤*아']);
});

it('still names the people and goods of a registered file, and counts its mended rows as mended', async () => {
  const rows = [
    { orderNo: 'A-1' },
    { orderNo: 'A-2', quantity: 'x' },
    { orderNo: 'A-1', productName: '양말', quantity: 0 },
    { orderNo: 'A-3', quantity: 'x' },
  ];
  const uploadId = await upload(ctx, channelId, await templateFile(rows));
  await register(ctx, uploadId);
  const look = () => uploadPreview(ctx, { uploadId, filter: 'all', after: 0 });
  const before = await look();
  expect(before.rows[0]).toMatchObject({
    outcome: 'committed',
    recipientName: '한서윤',
    productName: '린넨 셔츠',
    option: '블랙 / L',
    quantity: 1,
  });
  expect(before.counts).toMatchObject({ new: 1, known: 0, bad: 3 });
  expect((await findUpload(ctx, uploadId))?.mendedCount).toBe(0);
  const mended = rows.slice(1, 3).map((row) => ({ ...row, quantity: 1 }));
  await register(ctx, await upload(ctx, channelId, await templateFile(mended)));
  const after = await look();
  expect(after.rows.map(({ outcome }) => outcome)).toEqual([
    'committed',
    'mended',
    'mended',
    'bad',
  ]);
  expect(after.counts).toMatchObject({ new: 1, known: 2, bad: 1 });
  expect((await findUpload(ctx, uploadId))?.mendedCount).toBe(2);
});

it('warns of a good row whose order has a bad one', async () => {
  const file = await templateFile([
    { orderNo: 'A-1' },
    { orderNo: 'A-1', productName: '양말', quantity: 0 },
  ]);
  expect(await rowsOf(ctx, await upload(ctx, channelId, file))).toEqual([
    [2, 'warned', 'siblingBad'],
    [3, 'bad', 'tooSmall 수량'],
  ]);
});

it('warns of a row that says all that another says, and registers it as a line of its own', async () => {
  const file = await templateFile([
    { orderNo: 'A-1' },
    { orderNo: 'A-1' },
    { orderNo: 'A-1', quantity: 3 },
  ]);
  const uploadId = await upload(ctx, channelId, file);
  expect(await rowsOf(ctx, uploadId)).toEqual([
    [2, 'new'],
    [3, 'warned', 'saidBefore'],
    [4, 'new'],
  ]);
  const { counts, rows } = await uploadPreview(ctx, { uploadId, filter: 'warned', after: 0 });
  expect(counts).toMatchObject({ new: 3, warned: 1 });
  expect(rows).toMatchObject([{ rowNo: 3, problems: [{ shown: '2' }] }]);
  expect(await register(ctx, uploadId)).toMatchObject({ lines: 3 });
});

it('changes nothing when the same file comes again', async () => {
  const file = await templateFile([{ orderNo: 'A-1' }, { orderNo: 'A-1' }]);
  await register(ctx, await upload(ctx, channelId, file));
  const again = await upload(ctx, channelId, file);
  expect(await rowsOf(ctx, again)).toEqual([
    [2, 'known'],
    [3, 'known'],
  ]);
  expect(await register(ctx, again)).toMatchObject({ orders: 0, lines: 0, known: 2 });
  expect(await lineCount()).toBe(2);
});

it('registers each order once when two uploads of one file are committed at once', async () => {
  const file = await templateFile([{ orderNo: 'A-1' }, { orderNo: 'A-2' }]);
  const uploads = [await upload(ctx, channelId, file), await upload(ctx, channelId, file)];
  const results = await Promise.all(uploads.map((id) => register(ctx, id)));
  expect(results.map(({ orders }) => orders).sort()).toEqual([0, 2]);
  expect(await lineCount()).toBe(2);
});

it('commits an upload once, however often it is asked to', async () => {
  const uploadId = await upload(ctx, channelId, await templateFile([{ orderNo: 'A-1' }]));
  const results = await Promise.allSettled([1, 2].map(() => register(ctx, uploadId)));
  expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(await lineCount()).toBe(1);
});

it('goes on where a registration was cut off, in one run of the history', async () => {
  const orders = Array.from({ length: 5_002 }, (_, index) => ({ orderNo: `C-${index}` }));
  const uploadId = await upload(ctx, channelId, await templateFile(orders));
  await queueRegistration({ ...ctx, userId: 1 }, uploadId);
  const lease = await takeWork(ctx, registrationWork);
  const { value: first } = await chunksToRegister(ctx, uploadId).next();
  expect(first).toHaveLength(5_000);
  expect(await registerChunk(ctx, lease ?? never(), first)).toBe(true);
  await expect(deleteUpload(ctx, uploadId)).rejects.toThrow('registering');
  // Its process died: another one takes the upload over, and the first may write no more.
  const later = { ...ctx, now: new Date(ctx.now.getTime() + 120_000) };
  const second = (await takeWork(later, registrationWork)) ?? never();
  const { value: rest } = await chunksToRegister(ctx, uploadId).next();
  expect(rest).toHaveLength(2);
  expect(await registerChunk(ctx, lease ?? never(), rest)).toBe(false);
  await registerUpload(later, second, surroundingsOf(later));
  expect(await lineCount()).toBe(5_002);
  expect(await statusOf(ctx, uploadId)).toMatchObject({ state: 'committed' });
  const [run, ...others] = await pastRuns(ctx, 'register');
  expect(run?.counts).toMatchObject({ orders: 5_002, lines: 5_002, known: 0 });
  expect(others).toEqual([]);
});

it('matches what it registered by the seller code', async () => {
  await makeVariants(ctx, [{ code: 'SHIRT-L' }]);
  const file = await templateFile([{ orderNo: 'A-1', sellerOptionCode: 'SHIRT-L' }]);
  const uploadId = await upload(ctx, channelId, file);
  expect(await register(ctx, uploadId)).toMatchObject({ matched: 1 });
});

it('deletes what nothing has happened to, keeps the rest with the reason, and registers again', async () => {
  await makeVariants(ctx, [{ code: 'SHIRT-L', onHand: 5 }]);
  const file = await templateFile(
    ['A-1', 'A-2', 'A-3'].map((orderNo) => ({ orderNo, sellerOptionCode: 'SHIRT-L' })),
  );
  const uploadId = await upload(ctx, channelId, file);
  await register(ctx, uploadId);
  await hold('A-2');
  const kept = [{ orderNo: 'A-2', reason: 'held' }];
  expect(await previewDeletion(ctx, uploadId)).toMatchObject({ deleted: 2, kept });
  expect(await deleteUpload(ctx, uploadId)).toEqual({ deleted: 2, trimmed: 0, kept: 1 });
  expect(await orderNos(ctx)).toEqual(['A-2']);
  expect(await strayRecipients()).toBe(0);

  const again = await upload(ctx, channelId, file);
  expect(await register(ctx, again)).toMatchObject({ orders: 2, known: 1 });
  expect(await orderNos(ctx)).toEqual(['A-1', 'A-2', 'A-3']);
});

it('deletes also what was bundled and allocated by itself, and nothing else of the bundle', async () => {
  await makeVariants(ctx, [{ code: 'SHIRT-L', onHand: 5 }]);
  const allocation = { servesPartly: false, reallocatesPartly: true };
  await saveAutopilot(ctx, { days: 31, bundleScope: 'same_channel', allocation });
  const orders = (...numbers: string[]) =>
    templateFile(numbers.map((orderNo) => ({ orderNo, sellerOptionCode: 'SHIRT-L' })));
  const first = await upload(ctx, channelId, await orders('A-1'));
  await register(ctx, first);
  const second = await upload(ctx, channelId, await orders('A-2', 'A-3'));
  await register(ctx, second);
  expect(await standings()).toEqual(['allocated 3', 'absorbed 0', 'absorbed 0']);
  expect(await previewDeletion(ctx, second)).toEqual({ deleted: 2, trimmed: 0, kept: [] });
  expect(await deleteUpload(ctx, second)).toEqual({ deleted: 2, trimmed: 0, kept: 0 });
  expect(await standings()).toEqual(['allocated 1']);
  expect(await orderNos(ctx)).toEqual(['A-1']);
  await register(ctx, await upload(ctx, channelId, await orders('A-2')));
  expect(await deleteUpload(ctx, first)).toMatchObject({ deleted: 1, kept: 0 });
  expect(await standings()).toEqual(['allocated 1']);
  expect(await strayRecipients()).toBe(0);
});

it('keeps an order that a second file has added lines to', async () => {
  const first = await upload(ctx, channelId, await templateFile([{ orderNo: 'A-1' }]));
  await register(ctx, first);
  const second = await templateFile([{ orderNo: 'A-1' }, { orderNo: 'A-1', productName: '양말' }]);
  await register(ctx, await upload(ctx, channelId, second));
  const kept = [{ orderNo: 'A-1', reason: 'grown' }];
  expect(await previewDeletion(ctx, first)).toEqual({ deleted: 0, trimmed: 0, kept });
  expect(await deleteUpload(ctx, first)).toMatchObject({ deleted: 0, kept: 1 });
  expect(await lineCount()).toBe(2);
});

it('takes orders of a closed marketplace as history: shipped long ago, and deletable', async () => {
  const closed = await makeChannel(ctx, { marketplace: 'wemakeprice' });
  const csv =
    '주문번호,주문상태,받는분,주소,상품명,수량\nW-1,배송완료,윤슬아,서울 마포구 물결로 1,담요,3\nW-2,취소완료,윤슬아,서울 마포구 물결로 1,담요,1\n';
  const uploadId = await upload(ctx, closed, { name: '위메프.csv', bytes: Buffer.from(csv) });
  await mapColumns(ctx, {
    uploadId,
    fields: ['orderNo', 'status', 'recipientName', 'address1', 'productName', 'quantity'],
  });
  await readNext(ctx);
  expect(await rowsOf(ctx, uploadId)).toEqual([
    [2, 'new'],
    [3, 'bad', 'claimed 주문상태'],
  ]);
  expect(await register(ctx, uploadId)).toMatchObject({ orders: 1, matched: 0 });
  expect(await stagesOf()).toEqual([{ stage: 'shipped', isHistory: true }]);
  expect(await deleteUpload(ctx, uploadId)).toMatchObject({ deleted: 1, kept: 0 });
});

it('takes no typed order for a closed marketplace', async () => {
  const closed = await makeChannel(ctx, { marketplace: 'tmon' });
  const form = orderFormSchema.parse(typedOrder(closed));
  await expect(registerOrder(ctx, form)).rejects.toThrow('closed');
});

it('reaches no upload of another mall', async () => {
  const uploadId = await upload(ctx, channelId, await templateFile([{ orderNo: 'A-1' }]));
  await expect(register(otherMall, uploadId)).rejects.toThrow('notFound');
  await expect(deleteUpload(otherMall, uploadId)).rejects.toThrow('notFound');
});

it('takes a line that the channel itself has brought for known, by its own number', async () => {
  const line = collectedLine('2026112212345671');
  await takeIn(ctx, channelId, [collectedOrder('2026112298765431', [line])]);
  const uploadId = await upload(ctx, channelId, fixture('smartstore.xlsx'));
  expect(await rowsOf(ctx, uploadId)).toEqual([
    [3, 'known'],
    [4, 'new'],
  ]);
});

it('refuses a line without a number of an order that the channel has brought', async () => {
  await takeIn(ctx, channelId, [collectedOrder('A-1')]);
  const uploadId = await upload(ctx, channelId, await templateFile([{ orderNo: 'A-1' }]));
  expect(await rowsOf(ctx, uploadId)).toEqual([[2, 'bad', 'collectedOrder']]);
  await register(ctx, uploadId);
  expect(await lineCount()).toBe(1);
});

it.each(['smartstore.xlsx', 'smartstore.biff.xls', 'smartstore.html.xls'])(
  'reads %s, where the header stands below a notice',
  async (name) => {
    const uploadId = await upload(ctx, channelId, fixture(name));
    expect(await register(ctx, uploadId)).toMatchObject({ orders: 1, lines: 2 });
    expect(await lineKeys()).toEqual(['2026112212345671', '2026112212345680']);
  },
);

it('asks for the password of a protected file, says when it is wrong, and forgets it', async () => {
  const uploadId = await upload(ctx, channelId, fixture('smartstore-agile-encryption.xlsx'));
  expect(await statusOf(ctx, uploadId)).toMatchObject({
    state: 'needs_password',
    error: 'passwordNeeded',
  });
  await givePassword(uploadId, '틀린 비밀번호');
  expect(await statusOf(ctx, uploadId)).toMatchObject({
    state: 'needs_password',
    error: 'passwordWrong',
  });
  await givePassword(uploadId, '비번Pass!1234');
  expect(await statusOf(ctx, uploadId)).toMatchObject({
    state: 'previewed',
    goodCount: 2,
    hasPassword: false,
  });
});

it('lets the operator pick columns once, and remembers them for the channel', async () => {
  const csv = 'no,받는 분,받는 곳,물건,몇 개\nB-1,윤슬아,서울 마포구 물결로 1,담요,3\n';
  const file = { name: '자체몰.csv', bytes: iconv.encode(csv, 'cp949') };
  const uploadId = await upload(ctx, channelId, file);
  expect(await statusOf(ctx, uploadId)).toMatchObject({ state: 'needs_mapping' });
  const likely = ['recipientName', 'address1', 'productName', 'quantity'];
  expect(await columnPicker(ctx, uploadId)).toMatchObject({
    fields: [null, ...likely],
    isGuess: [false, true, true, true, true],
  });
  const blind = await columnPicker({ ...ctx, canSeePersonalData: false }, uploadId);
  expect(blind.isGuess).not.toContain(true);
  await mapColumns(ctx, {
    uploadId,
    fields: ['orderNo', 'recipientName', 'address1', 'productName', 'quantity'],
  });
  await readNext(ctx);
  expect(await register(ctx, uploadId)).toMatchObject({ orders: 1 });

  const moved = 'no,물건,몇 개,받는 분,받는 곳\nB-2,담요,3,윤슬아,서울 마포구 물결로 1\n';
  const next = await upload(ctx, channelId, { name: '자체몰.csv', bytes: Buffer.from(moved) });
  expect(await rowsOf(ctx, next)).toEqual([[2, 'new']]);
});

it('columns picked for a courier’s file can be forgotten as well', async () => {
  const { id } = await inMall(ctx, (tx) =>
    oneRow<{ id: number }>(
      tx,
      sql`
      insert into sheet_mappings (mall_id, purpose, headers, mapping, created_at)
      values (${ctx.mallId}, 'waybills', '가', '{"waybillNo": 0}', now()) returning id`,
    ),
  );
  expect(await savedMappings(ctx)).toEqual([]);
  await expect(deleteMapping(otherMall, id)).rejects.toThrow('notFound');
  await deleteMapping(ctx, id);
  await expect(deleteMapping(ctx, id)).rejects.toThrow('notFound');
});

it('lets a remembered mapping be edited and deleted, in its own mall alone', async () => {
  const bytes = Buffer.from('no,받는 분,받는 곳,물건,몇 개\nB-1,윤슬아,서울,담요,3\n');
  const file = { name: 'a.csv', bytes };
  const fields = ['orderNo', 'recipientName', 'address1', 'optionName', 'quantity'] as const;
  const uploadId = await upload(ctx, channelId, file);
  await mapColumns(ctx, {
    uploadId,
    fields: ['orderNo', 'recipientName', 'address1', 'productName', 'quantity'],
  });
  await readNext(ctx);
  const [saved] = await savedMappings(ctx);
  const mappingId = saved?.id ?? 0;
  expect(saved?.headers).toEqual(['no', '받는 분', '받는 곳', '물건', '몇 개']);
  await expect(editMapping(ctx, { mappingId, fields: [...fields] })).rejects.toThrow(
    'columnsMissing',
  );
  const swapped = ['orderNo', 'address1', 'recipientName', 'productName', 'quantity'] as const;
  await expect(editMapping(otherMall, { mappingId, fields: [...swapped] })).rejects.toThrow();
  await expect(deleteMapping(otherMall, mappingId)).rejects.toThrow('notFound');
  await editMapping(ctx, { mappingId, fields: [...swapped] });
  expect((await savedMappings(ctx))[0]?.fields).toEqual(swapped);
  await deleteMapping(ctx, mappingId);
  expect(await savedMappings(ctx)).toEqual([]);
  const again = await upload(ctx, channelId, { name: 'b.csv', bytes });
  expect(await statusOf(ctx, again)).toMatchObject({ state: 'needs_mapping' });
});

it('refuses a mapping that lacks what every order needs', async () => {
  const bytes = Buffer.from('no,받는 분,받는 곳,물건,몇 개\nB-1,윤슬아,서울,담요,3\n');
  const uploadId = await upload(ctx, channelId, { name: 'a.csv', bytes });
  const fields = ['orderNo', 'recipientName', 'address1', null, 'quantity'] as const;
  await expect(mapColumns(ctx, { uploadId, fields: [...fields] })).rejects.toThrow(
    'columnsMissing',
  );
});

it('gives a template that is read as ours, without taking its example for an order', async () => {
  const file = await written(registrationTemplate(ctx, channelId, 'ko'));
  expect(file.name).toBe('주문등록양식_smartstore(simplex).xlsx');
  const uploadId = await upload(ctx, channelId, file);
  expect(await rowsOf(ctx, uploadId)).toEqual([[2, 'bad', 'exampleRow 주문번호']]);
});

it('refuses the export of another marketplace', async () => {
  const coupang = await makeChannel(ctx, { marketplace: 'coupang' });
  const uploadId = await upload(ctx, coupang, fixture('smartstore.xlsx'));
  expect(await statusOf(ctx, uploadId)).toMatchObject({
    state: 'failed',
    error: 'otherMarketplace:smartstore',
  });
});

it('says that a file holds no orders', async () => {
  const uploadId = await upload(ctx, channelId, await templateFile([]));
  expect(await statusOf(ctx, uploadId)).toMatchObject({ state: 'failed', error: 'noRows' });
});

it('registers an order typed in, under a number made for it, and refuses a number twice', async () => {
  await makeVariants(ctx, [{ code: 'SHIRT-L' }]);
  const form = typedOrder(channelId);
  const made = await registerOrder(ctx, orderFormSchema.parse(form));
  expect(made.orderNo).toMatch(/^M20260302-\d{10}$/);
  expect(made.matched).toBe(1);
  const numbered = orderFormSchema.parse({ ...form, orderNo: 'T-1' });
  await registerOrder(ctx, numbered);
  await expect(registerOrder(ctx, numbered)).rejects.toThrow('orderNoTaken');
  expect(await lineKeys()).toEqual(expect.arrayContaining(['T-1-1']));
});

function never(): never {
  throw new Error('No work waits.');
}

const typedOrder = (channelId: number) => ({
  channelId,
  recipientName: '윤슬아',
  recipientMobile: '01022223333',
  address1: '서울특별시 마포구 물결로 1',
  lines: [{ productName: '셔츠', variantCode: 'SHIRT-L', quantity: '2', unitPrice: '9900' }],
});

async function stagesOf() {
  return inMall(ctx, (tx) =>
    rows(
      tx,
      sql`select stage, is_history as "isHistory" from shipments where mall_id = ${ctx.mallId}`,
    ),
  );
}

async function givePassword(uploadId: number, password: string) {
  await giveUploadPassword(ctx, { uploadId, password }, testEncryptionKey);
  await readNext(ctx);
}

function fixture(name: string) {
  return { name, bytes: readFileSync(new URL(`../sheets/fixtures/${name}`, import.meta.url)) };
}

async function orderNos(mall: Ctx): Promise<string[]> {
  const found = await inMall(mall, (tx) =>
    rows<{ orderNo: string }>(
      tx,
      sql`select order_no as "orderNo" from orders where mall_id = ${mall.mallId} order by order_no`,
    ),
  );
  return found.map(({ orderNo }) => orderNo);
}

async function lineKeys(): Promise<string[]> {
  const found = await inMall(ctx, (tx) =>
    rows<{ lineKey: string }>(
      tx,
      sql`
      select line_key as "lineKey" from order_lines
      where mall_id = ${ctx.mallId} order by line_key`,
    ),
  );
  return found.map(({ lineKey }) => lineKey);
}

async function lineCount(): Promise<number> {
  return (await lineKeys()).length;
}

async function standings(): Promise<string[]> {
  const found = await inMall(ctx, (tx) =>
    rows<{ standing: string }>(
      tx,
      sql`
      select stage || ' ' || allocated_qty as standing from shipments
      where mall_id = ${ctx.mallId} order by id`,
    ),
  );
  return found.map(({ standing }) => standing);
}

async function strayRecipients(): Promise<number> {
  const stray = await inMall(ctx, (tx) =>
    rows(
      tx,
      sql`
      select id from recipients recipient
      where mall_id = ${ctx.mallId}
        and not exists (select from orders
          where mall_id = ${ctx.mallId} and orderer_id = recipient.id)
        and not exists (select from shipments
          where mall_id = ${ctx.mallId} and recipient_id = recipient.id)`,
    ),
  );
  return stray.length;
}

async function hold(orderNo: string) {
  await inMall(ctx, (tx) =>
    tx.execute(sql`
      update shipments shipment set hold_kinds = '{operator}'
      from orders
      where orders.mall_id = ${ctx.mallId} and orders.order_no = ${orderNo}
        and shipment.mall_id = orders.mall_id and shipment.base_order_id = orders.id`),
  );
}
