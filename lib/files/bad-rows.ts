import { sql } from 'drizzle-orm';
import { rows } from '@/db/rows';
import { type Ctx, readMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import type { CellValue } from '@/lib/sheets/sheet';
import type { NamedWorkbook, WorkbookContent } from '@/lib/sheets/workbook-content';
import type { ImportPurpose, SheetRowBase } from './sheet-import';

/** How a bad row of one kind of sheet is written again. */
export type BadRows<Row> = Pick<WorkbookContent, 'headers' | 'textColumns' | 'dropdowns'> & {
  purpose: ImportPurpose;
  cells: (row: Row) => CellValue[];
};

/** What its added columns are called, in the language of who asks. */
export type BadRowWords = { sheet: string; upload: string; row: string; reason: string };

/** The bad rows of an uploaded sheet with what is wrong; mended, it can be uploaded. */
export async function badRowsSheet<Row extends SheetRowBase>(
  ctx: Ctx,
  uploadId: number,
  { purpose, headers, cells, ...look }: BadRows<Row>,
  words: BadRowWords,
  sentence: (problem: Row['problems'][number]) => string,
): Promise<NamedWorkbook> {
  const found = await readMall(ctx, (tx) =>
    rows<{ values: Row; fileName: string }>(
      tx,
      sql`
      select row.values, upload.file_name as "fileName"
      from uploads upload
      join upload_rows row on row.mall_id = upload.mall_id and row.upload_id = upload.id
      where upload.mall_id = ${ctx.mallId} and upload.id = ${uploadId}
        and upload.purpose = ${purpose} and row.outcome = 'bad'
      order by row.row_no`,
    ),
  );
  const [first] = found;
  if (!first) throw new ExpectedError('errors.notFound');
  const sheet = {
    ...look,
    sheetName: words.sheet,
    headers: [...headers, words.row, words.reason],
    rows: found.map(({ values: row }) => [
      ...cells(row),
      row.rowNo,
      row.problems.map(sentence).join(' / '),
    ]),
  };
  return { name: `${first.fileName.replace(/\.\w+$/, '')}_${words.sheet}.xlsx`, sheet };
}
