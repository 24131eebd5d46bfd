import { sql } from 'drizzle-orm';
import { rows } from '@/db/rows';
import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import type { CellValue } from '@/lib/sheets/sheet';
import { writeXlsx } from '@/lib/sheets/write-xlsx';
import { recordEvent } from '@/lib/shipments/runs';
import type { FieldProblem } from './cells';
import { lockUpload } from './store';
import type { SheetFile } from './template';

export type BadRowsTexts = {
  rowNo: string;
  reason: string;
  sentence: (problem: FieldProblem) => string;
};

type BadRow = { rowNo: number; cells: CellValue[]; problems: FieldProblem[] };

/**
 * The bad rows of an upload as a sheet: the reason first, then the file's own columns, so that it can
 * be mended and uploaded as it is.
 */
export async function badRowsSheet(
  ctx: Ctx,
  uploadId: number,
  texts: BadRowsTexts,
): Promise<SheetFile> {
  if (!ctx.canSeePersonalData) throw new ExpectedError('files.errors.personalData');
  const { fileName, headers, found } = await inMall(ctx, async (tx) => {
    const upload = await lockUpload(tx, ctx, uploadId);
    const found = await rows<BadRow>(
      tx,
      sql`
      select row_no as "rowNo", cells, values->'problems' as problems from upload_rows
      where mall_id = ${ctx.mallId} and upload_id = ${uploadId} and outcome = 'bad'
      order by row_no`,
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
  const bytes = await writeXlsx({
    sheetName: texts.reason,
    headers: [...headers, texts.rowNo, texts.reason],
    rows: found.map(({ rowNo, cells, problems }) => [
      ...headers.map((_, column) => cells[column] ?? null),
      rowNo,
      problems.map(texts.sentence).join(' / '),
    ]),
    textColumns: headers.map((_, column) => column),
  });
  return { name: `${fileName.replace(/\.\w+$/, '')}_오류행.xlsx`, bytes };
}
