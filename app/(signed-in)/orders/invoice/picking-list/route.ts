import { getTranslations } from 'next-intl/server';
import { pickingList } from '@/lib/invoicing/lists';
import { route } from '@/lib/route';
import { drawingAnswer } from '../../../drawings/answer';
import { readSelection } from '../asked';

export const GET = route({ name: 'invoice.picking', role: 'operator' }, async (ctx, request) => {
  const t = await getTranslations('invoice.pdf');
  return drawingAnswer(ctx, async () => {
    const rows = await pickingList(ctx, readSelection(request));
    const list = { title: t('picking'), printedAt: ctx.now, rows };
    return {
      name: 'picking-list.pdf',
      isPersonal: false,
      content: { kind: 'pickingList', ...list },
    };
  });
});
