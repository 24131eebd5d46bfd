import { getLocale } from 'next-intl/server';
import { variantsSheet } from '@/lib/products/export-variants';
import { route } from '@/lib/route';
import { workbookAnswer } from '../../drawings/answer';
import { filterOf, readAsked } from '../asked';

/** 상품 목록 as a sheet: the variants that the screen finds for the same URL. */
export const GET = route({ name: 'variant.export', role: 'operator' }, async (ctx, request) => {
  const locale = await getLocale();
  const params = Object.fromEntries(new URL(request.url).searchParams);
  return workbookAnswer(ctx, () => variantsSheet(ctx, filterOf(readAsked(params)), locale));
});
