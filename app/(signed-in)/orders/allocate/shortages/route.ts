import { getTranslations } from 'next-intl/server';
import { shortages } from '@/lib/allocation/shortages';
import { koreanDay } from '@/lib/period';
import { route } from '@/lib/route';
import { writeCsv } from '@/lib/sheets/write-csv';
import { readAsked, whereOf } from '../asked';

/** 부족 품목 as a sheet to order by: the list that the screen shows for the same URL. */
export const GET = route({ name: 'allocate.shortages', role: 'operator' }, async (ctx, request) => {
  const t = await getTranslations('allocate');
  const given = new URL(request.url).searchParams;
  const params = Object.fromEntries([...given.keys()].map((name) => [name, given.getAll(name)]));
  const { channel = [], ...single } = params;
  const first = Object.fromEntries(Object.entries(single).map(([name, [value]]) => [name, value]));
  const found = await shortages(ctx, whereOf(readAsked({ ...first, channel }, ctx.now)));
  const csv = writeCsv({
    headers: (
      ['supplier', 'variantCode', 'barcode', 'productName', 'option', 'short', 'soonest'] as const
    ).map((key) => t(`columns.${key}`)),
    rows: found.map((row) => [
      row.supplierName,
      row.variantCode,
      row.barcode,
      row.productName,
      row.option,
      row.shortQty,
      row.soonestShipBy === null ? null : new Date(row.soonestShipBy),
    ]),
  });
  const name = encodeURIComponent(`${t('tabs.items')}_${koreanDay(ctx.now)}.csv`);
  return new Response(new Uint8Array(csv), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename*=UTF-8''${name}`,
      'cache-control': 'no-store',
    },
  });
});
