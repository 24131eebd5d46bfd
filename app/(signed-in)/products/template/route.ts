import { variantTemplate } from '@/lib/products/export-variants';
import { route } from '@/lib/route';
import { xlsxResponse } from '../xlsx-response';

/** 품목등록양식. */
export const GET = route({ name: 'variant.template', role: 'viewer' }, async () =>
  xlsxResponse(await variantTemplate()),
);
