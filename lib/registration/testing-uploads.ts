import { randomBytes } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { oneRow, rows } from '@/db/rows';
import { type Ctx, inMall } from '@/lib/context';
import { queueUpload } from '@/lib/files/queue-upload';
import { readUpload, uploadWork } from '@/lib/files/read-upload';
import { storeFile } from '@/lib/files/store-file';
import { registerUpload } from '@/lib/flows/after-registration';
import { type Lease, takeWork } from '@/lib/leases/lease';
import type { Surroundings } from '@/lib/leases/task';
import { orderTemplate } from '@/lib/sheets/formats/order-template';
import type { CellValue } from '@/lib/sheets/sheet';
import type { NamedWorkbook } from '@/lib/sheets/workbook-content';
import { writeXlsx } from '@/lib/sheets/writing/write-xlsx';
import type { FieldProblem } from './cells';
import { queueRegistration } from './queue-registration';
import { orderUploads } from './read-order-upload';
import { registrationWork } from './register-rows';

/** Uploads for tests, through the file store and the work of the jobs process. */

const encryptionKey = randomBytes(32).toString('base64');

export type TestFile = { name: string; bytes: Uint8Array; password?: string };

export async function upload(ctx: Ctx, channelId: number, file: TestFile): Promise<number> {
  const { name, bytes, password } = file;
  const expiresAt = new Date(ctx.now.getTime() + 3_600_000);
  const fileId = await storeFile(ctx, { name, contentType: 'test', expiresAt }, bytes);
  const uploadId = await queueUpload(
    { ...ctx, userId: ctx.userId ?? 0 },
    { fileId, fileName: name, password, purpose: 'orders', channelId },
    encryptionKey,
  );
  await readNext(ctx);
  return uploadId;
}

/** 등록, and what the jobs process does then; with what the run's history says of it. */
export async function register(
  ctx: Ctx,
  uploadId: number,
  knowsSellers = false,
): Promise<Record<string, number>> {
  await queueRegistration({ ...ctx, userId: ctx.userId ?? 0 }, uploadId, knowsSellers);
  const lease = await takeRegistration(ctx);
  await registerUpload(ctx, lease, surroundingsOf(ctx));
  return inMall(ctx, async (tx) => {
    const [run] = await rows<{ counts: Record<string, number> }>(
      tx,
      sql`
      select run.counts from uploads upload
      join runs run on run.mall_id = upload.mall_id and run.id = upload.run_id
      where upload.mall_id = ${ctx.mallId} and upload.id = ${lease.id}`,
    );
    return run?.counts ?? {};
  });
}

/** Looks again, as the jobs process does: somebody else may hold the row for a moment. */
async function takeRegistration(ctx: Ctx): Promise<Lease> {
  for (let look = 0; look < 100; look++) {
    const lease = await takeWork(ctx, registrationWork);
    if (lease) return lease;
    await setTimeout(20);
  }
  throw new Error('No registration waits.');
}

export function surroundingsOf(ctx: Ctx): Surroundings {
  return { clock: () => ctx.now, signal: new AbortController().signal };
}

/** What the jobs process does with the upload that waits longest. */
export async function readNext(ctx: Ctx): Promise<void> {
  const lease = await takeWork(ctx, uploadWork);
  if (!lease) throw new Error('No upload waits.');
  const work = readUpload(
    {
      orders: orderUploads,
      waybills: orderUploads,
      matches: orderUploads,
      variants: orderUploads,
      counts: orderUploads,
    },
    encryptionKey,
  );
  await work(ctx, lease, surroundingsOf(ctx));
}

export { encryptionKey as testEncryptionKey };

/** Our own template with these rows, a text for each named field. */
/** A sheet as the file that is downloaded. */
export async function written(workbook: Promise<NamedWorkbook>): Promise<TestFile> {
  const { name, sheet } = await workbook;
  return { name, bytes: await writeXlsx(sheet) };
}

export async function templateFile(
  orders: readonly Partial<Record<(typeof orderTemplate)[number]['field'], CellValue>>[],
  name = '주문.xlsx',
): Promise<TestFile> {
  const bytes = await writeXlsx({
    sheetName: '주문등록',
    headers: orderTemplate.map(({ header }) => header),
    rows: orders.map((order) =>
      orderTemplate.map(({ field }) => ({ ...plainOrder, ...order })[field] ?? null),
    ),
    textColumns: [],
  });
  return { name, bytes };
}

const plainOrder: Partial<Record<(typeof orderTemplate)[number]['field'], CellValue>> = {
  recipientName: '한서윤',
  recipientMobile: '010-3456-7788',
  postcode: '06236',
  address1: '서울특별시 강남구 테헤란로 152',
  address2: '1204호',
  productName: '린넨 셔츠',
  optionName: '블랙 / L',
  quantity: 1,
  unitPrice: 19_900,
};

export type UploadStatus = {
  state: string;
  rowCount: number;
  goodCount: number;
  badCount: number;
  error: string | null;
  hasPassword: boolean;
};

export async function statusOf(ctx: Ctx, uploadId: number): Promise<UploadStatus> {
  return inMall(ctx, (tx) =>
    oneRow<UploadStatus>(
      tx,
      sql`
      select state, row_count as "rowCount", good_count as "goodCount", bad_count as "badCount",
        error, password_ciphertext is not null as "hasPassword"
      from uploads where mall_id = ${ctx.mallId} and id = ${uploadId}`,
    ),
  );
}

export async function rowsOf(ctx: Ctx, uploadId: number) {
  const found = await inMall(ctx, (tx) =>
    rows<{ rowNo: number; outcome: string; problems: FieldProblem[] }>(
      tx,
      sql`
      select row_no as "rowNo", outcome, values->'problems' as problems from upload_rows
      where mall_id = ${ctx.mallId} and upload_id = ${uploadId} order by row_no`,
    ),
  );
  return found.map(({ rowNo, outcome, problems }) => [
    rowNo,
    outcome,
    ...problems.map(({ problem, column }) => `${problem} ${column}`.trim()),
  ]);
}
