import { sql } from 'drizzle-orm';
import { rows } from '@/db/rows';
import { type Ctx, inMall } from '@/lib/context';
import { FILE_KEPT_MS, isOutOfRoom, storeFile } from '@/lib/files/store-file';
import {
  backOffMs,
  holdLease,
  type Lease,
  putBack,
  refuseDeadly,
  type WorkTable,
} from '@/lib/leases/lease';
import type { LeasedWork } from '@/lib/leases/task';
import { koreanDay } from '@/lib/period';
import { unseal } from '@/lib/secret-box';
import { zipWithPassword } from '@/lib/sheets/encryption/zip-with-password';
import { renderTemplate } from '@/lib/sheets/writing/render-template';
import { writeCsv } from '@/lib/sheets/writing/write-csv';
import { writeXlsx } from '@/lib/sheets/writing/write-xlsx';
import { readContents } from '../contents';
import { readSender, templateRows } from '../templates/template-rows';
import { findTemplate } from '../templates/templates';
import { type ExportOptions, placeOf } from './export-queue';

export const exportWork = {
  table: 'exports',
  waiting: 'queued',
  working: 'running',
} as const satisfies WorkTable;

const SHIPMENTS_A_STEP = 2_000;
const MAX_ATTEMPTS = 3;

/** The work of the jobs process on one 엑셀요청: its rows, the encrypted file, the file kept 7 days. */
export function makeExport(encryptionKey: string): LeasedWork {
  return async (ctx, lease, { clock, signal }) => {
    const request = await findRequest(ctx, lease.id);
    if (!request?.passwordCiphertext) return;
    const now = () => ({ ...ctx, now: clock() });
    try {
      refuseDeadly(lease, MAX_ATTEMPTS);
      const table = await renderRows(now, lease, request, signal);
      if (!table) return;
      const password = unseal(encryptionKey, placeOf(ctx, lease.id), request.passwordCiphertext);
      const file = await fileOf(table, request, password, clock());
      const expiresAt = new Date(clock().getTime() + FILE_KEPT_MS);
      const fileId = await storeFile(now(), { ...file, expiresAt }, file.bytes);
      await settleDone(now(), lease, fileId, expiresAt);
    } catch (error) {
      await settleFailure(now(), lease, isOutOfRoom(error) ? 'noRoom' : 'unexpected');
      if (!isOutOfRoom(error)) throw error;
    }
  };
}

type Request = {
  /** One that was asked for before templates were kept has none. */
  options: Omit<ExportOptions, 'template'> & Partial<Pick<ExportOptions, 'template'>>;
  passwordCiphertext: string | null;
};

async function findRequest(ctx: Ctx, exportId: number): Promise<Request | undefined> {
  const [request] = await inMall(ctx, (tx) =>
    rows<Request>(
      tx,
      sql`
      select options, password_ciphertext as "passwordCiphertext" from exports
      where mall_id = ${ctx.mallId} and id = ${exportId}`,
    ),
  );
  return request;
}

type SheetTable = { headers: string[]; rows: string[][] };

/** Step by step, each with its progress; null when somebody cancelled or took it over. */
async function renderRows(
  now: () => Ctx,
  lease: Lease,
  { options }: Request,
  signal: AbortSignal,
): Promise<SheetTable | null> {
  const ctx = now();
  const ids = await shipmentsOf(ctx, lease.id);
  const { template, sender } = await inMall(ctx, async (tx) => {
    const template = options.template ?? (await findTemplate(tx, ctx, options.templateKey));
    return { template, sender: await readSender(tx, ctx, template.courier) };
  });
  const table: SheetTable = { headers: renderTemplate(template, []).headers, rows: [] };
  for (let start = 0; start < ids.length; start += SHIPMENTS_A_STEP) {
    if (signal.aborted) return null;
    const step = ids.slice(start, start + SHIPMENTS_A_STEP);
    const contents = await takeStep(now(), lease, step, start + step.length);
    if (!contents) return null;
    table.rows.push(...templateRows(template, contents, sender));
  }
  return table;
}

async function takeStep(ctx: Ctx, lease: Lease, ids: number[], done: number) {
  return inMall(ctx, async (tx) => {
    if (!(await holdLease(tx, ctx, exportWork, lease))) return null;
    await tx.execute(sql`
      update exports set done_count = ${done} where mall_id = ${ctx.mallId} and id = ${lease.id}`);
    return readContents(tx, ctx, ids);
  });
}

async function shipmentsOf(ctx: Ctx, exportId: number): Promise<number[]> {
  const found = await inMall(ctx, (tx) =>
    rows<{ id: number }>(
      tx,
      sql`
      select shipment_id as id from export_rows
      where mall_id = ${ctx.mallId} and export_id = ${exportId} order by row_no`,
    ),
  );
  return found.map((row) => row.id);
}

async function fileOf(table: SheetTable, { options }: Request, password: string, now: Date) {
  const name = options.fileName ?? `송장요청_${koreanDay(now)}`;
  if (options.format === 'csv') {
    const bytes = await zipWithPassword(`${name}.csv`, writeCsv(table), password);
    return { name: `${name}.zip`, contentType: 'application/zip', bytes };
  }
  const textColumns = table.headers.map((_, column) => column);
  const bytes = await writeXlsx({ sheetName: '송장', ...table, textColumns, password });
  return { name: `${name}.xlsx`, contentType: XLSX, bytes };
}

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

async function settleDone(ctx: Ctx, lease: Lease, fileId: number, expiresAt: Date) {
  await inMall(ctx, (tx) =>
    tx.execute(sql`
      update exports
      set state = 'done', file_id = ${fileId}, expires_at = ${expiresAt.toISOString()},
        done_count = row_count, password_ciphertext = null, leased_until = null, error = null
      where mall_id = ${ctx.mallId} and id = ${lease.id} and state = 'running'
        and attempts = ${lease.attempt}`),
  );
}

/** Tried again a few times; then the request stands as failed until 요청취소 frees its shipments. */
async function settleFailure(ctx: Ctx, lease: Lease, error: 'noRoom' | 'unexpected') {
  if (error === 'unexpected' && lease.attempt < MAX_ATTEMPTS)
    return putBack(ctx, exportWork, lease, backOffMs(lease.attempt, 0.5));
  await inMall(ctx, (tx) =>
    tx.execute(sql`
      update exports
      set state = 'failed', error = ${error}, password_ciphertext = null, leased_until = null
      where mall_id = ${ctx.mallId} and id = ${lease.id} and state = 'running'
        and attempts = ${lease.attempt}`),
  );
}
