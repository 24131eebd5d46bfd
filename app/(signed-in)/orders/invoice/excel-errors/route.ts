import { getTranslations } from 'next-intl/server';
import { z } from 'zod';
import { ExpectedError } from '@/lib/errors';
import { attachment } from '@/lib/files/content-disposition';
import { failedRows } from '@/lib/invoicing/import-screen';
import { route } from '@/lib/route';
import { reasonTexts } from '../reason-texts';

const upload = z.coerce.number().int().positive().catch(0);

/** The rows of an upload that failed, each with its reason, to be mended and uploaded again. */
export const GET = route({ name: 'invoice.errors', role: 'operator' }, async (ctx, request) => {
  if (!ctx.canSeePersonalData) throw new ExpectedError('files.errors.personalData');
  const uploadId = upload.parse(new URL(request.url).searchParams.get('upload'));
  const failed = await failedRows(ctx, uploadId);
  const t = await getTranslations('invoice');
  const reasonOf = reasonTexts(t);
  const { writeXlsx } = await import('@/lib/sheets/write-xlsx');
  const headers = [...failed.headers, t('excel.columns.reason')];
  const bytes = await writeXlsx({
    sheetName: t('excel.errorFile'),
    headers,
    rows: failed.rows.map(({ cells, reason }) => [...cells, reasonOf(reason)]),
    textColumns: headers.map((_, column) => column),
  });
  return new Response(new Uint8Array(bytes), {
    headers: {
      'Content-Type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      'Content-Disposition': attachment(`${t('excel.errorFile')}_${uploadId}.xlsx`),
      'Cache-Control': 'no-store',
    },
  });
});
