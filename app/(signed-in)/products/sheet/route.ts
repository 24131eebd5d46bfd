import { variantsSheet } from '@/lib/products/export-variants';
import { route } from '@/lib/route';
import { filterOf, readAsked } from '../asked';
import { xlsxResponse } from '../xlsx-response';

/** 상품 목록 as a sheet: the variants that the screen finds for the same URL. */
export const GET = route({ name: 'variant.export', role: 'operator' }, async (ctx, request) => {
  const params = Object.fromEntries(new URL(request.url).searchParams);
  return xlsxResponse(await variantsSheet(ctx, filterOf(readAsked(params))));
});
