import { getLocale } from 'next-intl/server';
import { variantTemplate } from '@/lib/products/export-variants';
import { route } from '@/lib/route';
import { workbookAnswer } from '../../drawings/answer';

/** 품목등록양식. */
export const GET = route({ name: 'variant.template', role: 'viewer' }, (ctx) =>
  workbookAnswer(ctx, async () => variantTemplate(await getLocale())),
);
