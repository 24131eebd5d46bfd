import { sql } from 'drizzle-orm';
import { rows } from '@/db/rows';
import { recordEvent } from '@/lib/audit/record-event';
import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import type { BadRowWords } from '@/lib/files/bad-rows';
import type { CellValue } from '@/lib/sheets/sheet';
import type { NamedWorkbook } from '@/lib/sheets/workbook-content';
import type { FieldProblem } from './cells';
import { addedHeaders } from './columns';
import { isMended } from './mended';
import { lockUpload } from './store';

type BadRow = { rowNo: number; cells: CellValue[]; problems: FieldProblem[] };

/**
 * The bad rows of an upload as a sheet: the file's own columns, then where each row stood and what is
 * wrong with it. Mended, it can be uploaded as it is.
 */
export async function badOrderRows(
  ctx: Ctx,
  uploadId: number,
  words: BadRowWords,
  sentence: (problem: FieldProblem) => string,
): Promise<NamedWorkbook> {
  if (!ctx.canSeePersonalData) throw new ExpectedError('files.errors.personalData');
  const { fileName, headers, found } = await inMall(ctx, async (tx) => {
    const upload = await lockUpload(tx, ctx, uploadId);
    const found = await rows<BadRow>(
      tx,
      sql`
      select row.row_no as "rowNo", row.cells, row.values->'problems' as problems
      from upload_rows row
      join uploads upload on upload.mall_id = row.mall_id and upload.id = row.upload_id
      where row.mall_id = ${ctx.mallId} and row.upload_id = ${uploadId} and row.outcome = 'bad'
        and not ${isMended}
      order by row.row_no`,
    );
    await recordEvent(tx, ctx, {
      verb: 'upload.badRows',
      subject: 'upload',
      subjectId: uploadId,
      detail: { rows: found.length },
    });
    return { ...upload, found };
  });
  if (found.length === 0) throw new ExpectedError('errors.notFound');
  const own = headers.filter((header) => !addedHeaders.includes(header));
  const sheet = {
    sheetName: words.sheet,
    headers: [...own, words.upload, words.row, words.reason],
    rows: found.map(({ rowNo, cells, problems }) => [
      ...own.map((_, column) => cells[column] ?? null),
      uploadId,
      rowNo,
      problems.map(sentence).join(' / '),
    ]),
    textColumns: own.map((_, column) => column),
  };
  return { name: `${fileName.replace(/\.\w+$/, '')}_${words.sheet}.xlsx`, sheet };
}
