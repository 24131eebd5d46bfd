import type { Ctx } from '@/lib/context';
import { type BadRowWords, badRowsSheet } from '@/lib/files/bad-rows';
import type { NamedWorkbook } from '@/lib/sheets/workbook-content';
import { type MatchRow, matchColumns, type RowProblem } from './match-sheet';

/** The bad rows of an uploaded sheet of matches with what is wrong with each. */
export const badMatchRows = (
  ctx: Ctx,
  uploadId: number,
  words: BadRowWords,
  sentence: (problem: RowProblem) => string,
): Promise<NamedWorkbook> =>
  badRowsSheet<MatchRow>(ctx, uploadId, words, {
    purpose: 'matches',
    headers: Object.values(matchColumns),
    cells: (row) => [
      ...[row.channelName, row.productCode, row.productName, row.option, row.variantCode, row.qty],
    ],
    complaint: (row) => row.problems.map(sentence).join(' / '),
    textColumns: [0, 1, 2, 3, 4],
  });
