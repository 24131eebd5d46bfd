import { getTranslations } from 'next-intl/server';
import { packingList } from '@/lib/invoicing/lists';
import { route } from '@/lib/route';
import { readSelection } from '../asked';
import { pdf } from '../pdf';

export const GET = route({ name: 'invoice.packing', role: 'operator' }, async (ctx, request) => {
  const shipments = await packingList(ctx, readSelection(request));
  const t = await getTranslations('invoice.pdf');
  const { renderPackingList } = await import('@/lib/labels/render-lists');
  const document = renderPackingList({ title: t('packing'), printedAt: ctx.now, shipments });
  return pdf(document, 'packing-list.pdf');
});
