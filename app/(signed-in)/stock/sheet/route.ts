import { getLocale } from 'next-intl/server';
import { route } from '@/lib/route';
import { stockSheet } from '@/lib/stock/export-stock';
import { workbookAnswer } from '../../drawings/answer';
import { filterOf, readAsked } from '../asked';

/** 재고 현황 as a sheet: the shelves that the screen finds for the same URL. */
export const GET = route({ name: 'stock.export', role: 'operator' }, async (ctx, request) => {
  const locale = await getLocale();
  const params = Object.fromEntries(new URL(request.url).searchParams);
  return workbookAnswer(ctx, () => stockSheet(ctx, filterOf(readAsked(params)), locale));
});
