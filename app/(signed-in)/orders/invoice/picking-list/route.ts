import { getTranslations } from 'next-intl/server';
import { pickingList } from '@/lib/invoicing/lists';
import { route } from '@/lib/route';
import { readSelection } from '../asked';
import { pdf } from '../pdf';

export const GET = route({ name: 'invoice.picking', role: 'operator' }, async (ctx, request) => {
  const rows = await pickingList(ctx, readSelection(request));
  const t = await getTranslations('invoice.pdf');
  const { renderPickingList } = await import('@/lib/labels/render-lists');
  const document = renderPickingList({ title: t('picking'), printedAt: ctx.now, rows });
  return pdf(document, 'picking-list.pdf');
});
