import { getTranslations } from 'next-intl/server';
import { allShortages } from '@/lib/allocation/shortages';
import { koreanDay } from '@/lib/period';
import { route } from '@/lib/route';
import { workbookAnswer } from '../../../drawings/answer';
import { readAsked, whereOf } from '../asked';

const columns = [
  'supplier',
  'variantCode',
  'barcode',
  'productName',
  'option',
  'short',
  'needed',
  'available',
  'waiting',
  'soonest',
] as const;

/** 부족 품목 as a sheet to order by: the whole list of which the screen shows pages for the same URL. */
export const GET = route({ name: 'allocate.shortages', role: 'operator' }, async (ctx, request) => {
  const t = await getTranslations('allocate');
  const given = new URL(request.url).searchParams;
  const params = Object.fromEntries(
    [...given.keys()].map((name) => {
      const values = given.getAll(name);
      return [name, values.length > 1 ? values : values[0]];
    }),
  );
  return workbookAnswer(ctx, async () => {
    const found = await allShortages(ctx, whereOf(readAsked(params, ctx.now)));
    const sheet = {
      sheetName: t('tabs.items'),
      textColumns: [1, 2],
      headers: columns.map((key) => t(`columns.${key}`)),
      rows: found.map((row) => [
        row.supplierName,
        row.variantCode,
        row.barcode,
        row.productName,
        row.option,
        row.shortQty,
        row.neededQty,
        row.availableQty,
        row.waitingShipments,
        row.soonestShipBy === null ? null : new Date(row.soonestShipBy),
      ]),
    };
    return { name: `${t('tabs.items')}_${koreanDay(ctx.now)}.xlsx`, sheet };
  });
});
