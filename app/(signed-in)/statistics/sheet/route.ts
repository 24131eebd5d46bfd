import { getTranslations } from 'next-intl/server';
import { koreanDay } from '@/lib/period';
import { route } from '@/lib/route';
import { writeCsv } from '@/lib/sheets/writing/write-csv';
import { readAsked } from '../asked';
import { statisticsTable } from '../tables';

const MOST_PRODUCTS = 100_000;

/** The table that the screen shows for the same URL, as a sheet. */
export const GET = route({ name: 'statistics.sheet', role: 'viewer' }, async (ctx, request) => {
  const t = await getTranslations('statistics');
  const given = new URL(request.url).searchParams;
  const params = { ...Object.fromEntries(given), channel: given.getAll('channel') };
  const asked = readAsked(params, ctx.now);
  const { columns, rows } = await statisticsTable(ctx, t, asked, MOST_PRODUCTS);
  const csv = writeCsv({
    headers: columns.map(({ header }) => header),
    rows: rows.map((row) =>
      row.map((value) => (typeof value === 'number' ? Math.round(value * 10) / 10 : value)),
    ),
  });
  const file = `${t('title')}_${t(`tabs.${asked.tab}`)}_${koreanDay(ctx.now)}.csv`;
  return new Response(new Uint8Array(csv), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file)}`,
      'cache-control': 'no-store',
    },
  });
});
