import { randomBytes } from 'node:crypto';
import type { Ctx } from '@/lib/context';
import { takeWork } from '@/lib/leases/lease';
import type { WorkbookContent } from '@/lib/sheets/workbook-content';
import { writeXlsx } from '@/lib/sheets/writing/write-xlsx';
import { queueUpload } from './queue-upload';
import { readUpload, type UploadReader, uploadWork } from './read-upload';
import type { ImportPurpose } from './sheet-import';
import { storeFile } from './store-file';

const KEY = randomBytes(32).toString('base64');

/** A sheet through the file store and the work of the jobs process, for tests. */
export async function uploadSheet(
  ctx: Ctx,
  { purpose, reader, name }: { purpose: ImportPurpose; reader: UploadReader; name: string },
  sheet: WorkbookContent,
): Promise<number> {
  const expiresAt = new Date(ctx.now.getTime() + 3_600_000);
  const file = { name, contentType: 'test', expiresAt };
  const fileId = await storeFile(ctx, file, await writeXlsx(sheet));
  const person = { ...ctx, userId: ctx.userId ?? 0 };
  const uploadId = await queueUpload(person, { fileId, fileName: name, purpose }, KEY);
  const lease = await takeWork(ctx, uploadWork);
  if (!lease) throw new Error('No upload waits.');
  const readers = {
    orders: reader,
    waybills: reader,
    matches: reader,
    variants: reader,
    counts: reader,
  };
  const signal = new AbortController().signal;
  await readUpload(readers, KEY)(ctx, lease, { clock: () => ctx.now, signal });
  return uploadId;
}
