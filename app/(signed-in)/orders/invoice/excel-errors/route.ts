import { getTranslations } from 'next-intl/server';
import { ExpectedError } from '@/lib/errors';
import { idOrNone } from '@/lib/ids';
import { failedRows } from '@/lib/invoicing/imports/import-screen';
import { route } from '@/lib/route';
import { workbookAnswer } from '../../../drawings/answer';
import { reasonTexts } from '../reason-texts';

/** The rows of an upload that failed, each with its reason, to be mended and uploaded again. */
export const GET = route({ name: 'invoice.errors', role: 'operator' }, async (ctx, request) => {
  const uploadId = idOrNone.parse(new URL(request.url).searchParams.get('upload'));
  const t = await getTranslations('invoice');
  const reasonOf = reasonTexts(t);
  return workbookAnswer(ctx, async () => {
    if (!ctx.canSeePersonalData) throw new ExpectedError('files.errors.personalData');
    const failed = await failedRows(ctx, uploadId);
    const headers = [...failed.headers, t('excel.columns.reason')];
    const sheet = {
      sheetName: t('excel.errorFile'),
      headers,
      rows: failed.rows.map((row) => [...row.cells, reasonOf(row)]),
      textColumns: headers.map((_, column) => column),
    };
    return { name: `${t('excel.errorFile')}_${uploadId}.xlsx`, sheet, isPersonal: true };
  });
});
