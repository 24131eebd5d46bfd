import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { rows } from '@/db/rows';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { makeChannel, makeMall } from '@/db/testing-data';
import { type Ctx, inMall } from '@/lib/context';
import { queueUpload } from '@/lib/files/queue-upload';
import { readUpload, uploadWork } from '@/lib/files/read-upload';
import { storeFile } from '@/lib/files/store-file';
import { type Lease, takeWork } from '@/lib/leases/lease';
import { orderTemplate } from '@/lib/sheets/formats/order-template';
import type { SheetPart } from '@/lib/sheets/reading/child-messages';
import { orderUploads } from './read-order-upload';
import { statusOf, testEncryptionKey } from './testing-uploads';

const PORTION = 5_000;
const PATIENT = { timeout: 20_000 };

let database: TestDatabase;
let ctx: Ctx;
let channelId: number;
let lease: Lease;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  ctx = await makeMall();
  channelId = await makeChannel(ctx, { marketplace: 'smartstore' });
  const expiresAt = new Date(ctx.now.getTime() + 3_600_000);
  const name = '주문.csv';
  const fileId = await storeFile(ctx, { name, contentType: 'test', expiresAt }, new Uint8Array(1));
  await queueUpload(
    { ...ctx, userId: 0 },
    { fileId, fileName: name, purpose: 'orders', channelId },
    testEncryptionKey,
  );
  lease = await taken();
});

it('writes rows while it reads on, and leaves none of a reading that broke off', async () => {
  const breaking = async function* () {
    yield head;
    yield portion(1);
    yield portion(2);
    await expect.poll(rowsWritten, PATIENT).toBe(2 * PORTION);
    expect(await rowsTold()).toBe(2 * PORTION);
    throw new Error('the parser died');
  };
  await expect(read(breaking())).rejects.toThrow('the parser died');
  expect(await rowsWritten()).toBe(0);
});

it('writes nothing more once another process has taken the upload over', async () => {
  const overtaken = async function* () {
    yield head;
    yield portion(1);
    await expect.poll(rowsWritten, PATIENT).toBe(PORTION);
    await inMall(ctx, (tx) =>
      tx.execute(sql`update uploads set attempts = attempts + 1 where mall_id = ${ctx.mallId}`),
    );
    yield portion(2);
    yield portion(3);
    throw new Error('it was read on');
  };
  await read(overtaken());
  expect(await rowsWritten()).toBe(PORTION);
  expect((await statusOf(ctx, lease.id)).state).toBe('parsing');
});

it('begins anew where another process broke off', async () => {
  const dying = async function* () {
    yield head;
    yield portion(1);
    await expect.poll(rowsWritten, PATIENT).toBe(PORTION);
    await inMall(ctx, (tx) =>
      tx.execute(sql`
        update uploads set attempts = attempts + 1, leased_until = '2000-01-01'
        where mall_id = ${ctx.mallId}`),
    );
    yield portion(2);
    yield portion(3);
  };
  await read(dying());
  lease = await taken();
  const shorter = async function* () {
    yield head;
    yield portion(1, 3);
  };
  await read(shorter());
  expect(await rowsWritten()).toBe(3);
  expect(await statusOf(ctx, lease.id)).toMatchObject({ state: 'previewed', goodCount: 3 });
});

it('is given up when three processes ended while they read it', async () => {
  await inMall(ctx, (tx) =>
    tx.execute(sql`
      update uploads set attempts = 3, leased_until = '2000-01-01' where mall_id = ${ctx.mallId}`),
  );
  lease = await taken();
  const readers = { orders: orderUploads } as Parameters<typeof readUpload>[0];
  const around = { clock: () => ctx.now, signal: new AbortController().signal };
  await expect(readUpload(readers, testEncryptionKey)(ctx, lease, around)).rejects.toThrow(
    '3 processes',
  );
  expect(await statusOf(ctx, lease.id)).toMatchObject({ state: 'failed', error: 'unexpected' });
});

const head: SheetPart = {
  kind: 'head',
  sheetName: '주문등록',
  headerRowNo: 1,
  headers: orderTemplate.map(({ header }) => header),
  unreadSheets: [],
};

/** Every row an order of its own. */
function portion(number: number, size = PORTION): SheetPart {
  const start = (number - 1) * PORTION;
  return {
    kind: 'rows',
    rows: Array.from({ length: size }, (_, at) => ({
      rowNo: start + at + 2,
      cells: orderTemplate.map(({ field }) =>
        field === 'orderNo' ? `A-${start + at}` : (plain[field] ?? null),
      ),
    })),
  };
}

const plain: Partial<Record<(typeof orderTemplate)[number]['field'], string>> = {
  recipientName: '한서윤',
  recipientMobile: '010-3456-7788',
  postcode: '06236',
  address1: '서울특별시 강남구 테헤란로 152',
  productName: '린넨 셔츠',
  quantity: '1',
  unitPrice: '19900',
};

async function read(parts: AsyncIterable<SheetPart>): Promise<void> {
  const upload = {
    id: lease.id,
    lease,
    purpose: 'orders' as const,
    channelId,
    courier: null,
    fileId: 0,
    fileName: '주문.csv',
    options: {},
  };
  await orderUploads.read(ctx, upload, parts);
}

async function taken(): Promise<Lease> {
  const found = await takeWork(ctx, uploadWork);
  if (!found) throw new Error('No upload waits.');
  return found;
}

const rowsWritten = () =>
  countOf(sql`select count(*)::int as count from upload_rows
  where mall_id = ${ctx.mallId}`);
const rowsTold = () =>
  countOf(sql`select done_count as count from uploads
  where mall_id = ${ctx.mallId}`);

async function countOf(query: ReturnType<typeof sql>): Promise<number | undefined> {
  const [found] = await inMall(ctx, (tx) => rows<{ count: number }>(tx, query));
  return found?.count;
}
