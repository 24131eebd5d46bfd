import { sql } from 'drizzle-orm';
import { rows } from '@/db/rows';
import { type Ctx, readMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import type { NamedWorkbook } from '@/lib/sheets/workbook-content';
import { type MatchRow, matchColumns, type RowProblem } from './match-sheet';

/** The bad rows of an uploaded sheet of matches with what is wrong; mended, it can be uploaded. */
export async function badMatchRows(
  ctx: Ctx,
  uploadId: number,
  sentence: (problem: RowProblem) => string,
): Promise<NamedWorkbook> {
  const found = await readMall(ctx, (tx) =>
    rows<{ values: MatchRow; fileName: string }>(
      tx,
      sql`
      select row.values, upload.file_name as "fileName"
      from uploads upload
      join upload_rows row on row.mall_id = upload.mall_id and row.upload_id = upload.id
      where upload.mall_id = ${ctx.mallId} and upload.id = ${uploadId}
        and upload.purpose = 'matches' and row.outcome = 'bad'
      order by row.row_no`,
    ),
  );
  const [first] = found;
  if (!first) throw new ExpectedError('errors.notFound');
  const sheet = {
    sheetName: '오류행',
    headers: [...Object.values(matchColumns), '행', '오류'],
    rows: found.map(({ values: row }) => [
      ...[row.channelName, row.productCode, row.productName, row.option, row.variantCode, row.qty],
      ...[row.rowNo, row.problems.map(sentence).join(' / ')],
    ]),
    textColumns: [0, 1, 2, 3, 4],
  };
  return { name: `${first.fileName.replace(/\.\w+$/, '')}_오류행.xlsx`, sheet };
}
