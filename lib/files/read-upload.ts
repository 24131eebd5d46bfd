import { sql } from 'drizzle-orm';
import { storableJson } from '@/db/bulk';
import { rows, type Tx } from '@/db/rows';
import { type Ctx, inMall } from '@/lib/context';
import {
  backOffMs,
  holdLease,
  type Lease,
  putBack,
  refuseDeadly,
  type WorkTable,
} from '@/lib/leases/lease';
import type { LeasedWork } from '@/lib/leases/task';
import { unseal } from '@/lib/secret-box';
import type { SheetPart } from '@/lib/sheets/reading/child-messages';
import { parseInChild } from '@/lib/sheets/reading/parse-in-child';
import { SheetError } from '@/lib/sheets/sheet';
import { readWholeFile } from './open-file';
import { placeOf } from './queue-upload';
import type { SheetsOfUpload } from './sheets-of-upload';

export const uploadWork = {
  table: 'uploads',
  waiting: 'queued',
  working: 'parsing',
} as const satisfies WorkTable;

/** An upload that this process holds the lease of. */
export type LeasedUpload = {
  id: number;
  purpose: 'orders' | 'waybills' | 'matches' | 'variants' | 'counts';
  channelId: number | null;
  courier: string | null;
  fileId: number;
  fileName: string;
  options: Record<string, unknown>;
};

/** What one purpose makes of the rows of a file. */
export type UploadReader = {
  /** Header names to know beside the built-in ones, as of remembered column mappings. */
  headerNames: (ctx: Ctx, upload: LeasedUpload) => Promise<string[]>;
  /** Writes the upload's rows and, by `settleUpload`, what came of it. Done again after a crash. */
  read: (
    ctx: Ctx,
    upload: LeasedUpload & { lease: Lease },
    parts: AsyncIterable<SheetPart>,
  ) => Promise<void>;
};

const LIMITS = { timeoutMs: 120_000, memoryMb: 768 };
const MAX_ROWS = 100_000;
const MAX_ATTEMPTS = 3;

/** The work of the jobs process on one upload: its file, parsed in a child, goes to its purpose. */
export function readUpload(
  readers: Record<LeasedUpload['purpose'], UploadReader>,
  encryptionKey: string,
): LeasedWork {
  return async (ctx, lease, { clock }) => {
    const upload = await findUpload(ctx, lease.id);
    if (!upload) return;
    const reader = readers[upload.purpose];
    try {
      refuseDeadly(lease, MAX_ATTEMPTS);
      const parts = parseInChild(
        () => readWholeFile(ctx, upload.fileId),
        {
          maxRows: MAX_ROWS,
          password: passwordOf(ctx, upload, encryptionKey),
          headerNames: await reader.headerNames(ctx, upload),
        },
        LIMITS,
      );
      await reader.read(ctx, { ...upload, lease }, notingSheets(ctx, upload.id, parts));
    } catch (error) {
      await settleFailure({ ...ctx, now: clock() }, lease, error);
    }
  };
}

/** Which sheet of a workbook is read stands with the upload where others of its kind are not. */
async function* notingSheets(
  ctx: Ctx,
  uploadId: number,
  parts: AsyncIterable<SheetPart>,
): AsyncGenerator<SheetPart> {
  for await (const part of parts) {
    if (part.kind === 'head' && part.unreadSheets.length > 0)
      await noteSheets(ctx, uploadId, { read: part.sheetName, unread: part.unreadSheets });
    yield part;
  }
}

async function noteSheets(ctx: Ctx, uploadId: number, sheets: SheetsOfUpload): Promise<void> {
  await inMall(ctx, (tx) =>
    tx.execute(sql`
      update uploads set options = options || ${storableJson({ sheets })}::jsonb
      where mall_id = ${ctx.mallId} and id = ${uploadId}`),
  );
}

export type UploadOutcome = {
  state: 'needs_mapping' | 'previewed' | 'failed';
  headers?: string[];
  rowCount?: number;
  goodCount?: number;
  badCount?: number;
  error?: string;
};

/** Ends the parsing; false when another process has taken it over, and then nothing may be written. */
export async function settleUpload(
  tx: Tx,
  ctx: Ctx,
  lease: Lease,
  outcome: UploadOutcome,
): Promise<boolean> {
  if (!(await holdLease(tx, ctx, uploadWork, lease))) return false;
  await tx.execute(sql`
    update uploads
    set state = ${outcome.state}, leased_until = null,
      password_ciphertext = case when ${outcome.state === 'needs_mapping'} then password_ciphertext end,
      headers = coalesce(${outcome.headers ? JSON.stringify(outcome.headers) : null}::jsonb, headers),
      row_count = ${outcome.rowCount ?? 0}, good_count = ${outcome.goodCount ?? 0},
      bad_count = ${outcome.badCount ?? 0}, error = ${outcome.error ?? null}
    where mall_id = ${ctx.mallId} and id = ${lease.id}`);
  return true;
}

async function settleFailure(ctx: Ctx, lease: Lease, error: unknown): Promise<void> {
  if (error instanceof SheetError) {
    const needsPassword = error.kind === 'passwordNeeded' || error.kind === 'passwordWrong';
    await settle(ctx, lease, needsPassword ? 'needs_password' : 'failed', error.kind);
    return;
  }
  if (lease.attempt < MAX_ATTEMPTS)
    await putBack(ctx, uploadWork, lease, backOffMs(lease.attempt, 0.5));
  else await settle(ctx, lease, 'failed', 'unexpected');
  throw error;
}

async function settle(ctx: Ctx, lease: Lease, state: 'needs_password' | 'failed', error: string) {
  await inMall(ctx, (tx) =>
    tx.execute(sql`
      update uploads
      set state = ${state}, error = ${error}, leased_until = null, password_ciphertext = null
      where mall_id = ${ctx.mallId} and id = ${lease.id} and state = ${uploadWork.working}
        and attempts = ${lease.attempt}`),
  );
}

type StoredUpload = LeasedUpload & { passwordCiphertext: string | null };

async function findUpload(ctx: Ctx, uploadId: number): Promise<StoredUpload | undefined> {
  const [upload] = await inMall(ctx, (tx) =>
    rows<StoredUpload>(
      tx,
      sql`
      select id, purpose, channel_id as "channelId", courier, file_id as "fileId",
        file_name as "fileName", options, password_ciphertext as "passwordCiphertext"
      from uploads where mall_id = ${ctx.mallId} and id = ${uploadId}`,
    ),
  );
  return upload;
}

function passwordOf(ctx: Ctx, upload: StoredUpload, encryptionKey: string): string | undefined {
  const sealed = upload.passwordCiphertext;
  return sealed ? unseal(encryptionKey, placeOf(ctx, upload.id), sealed) : undefined;
}
