import { getTranslations } from 'next-intl/server';
import { packingList } from '@/lib/invoicing/prints/lists';
import { route } from '@/lib/route';
import { drawingAnswer } from '../../../drawings/answer';
import { readSelection } from '../asked';
import { leftOutText } from '../left-out-text';

export const GET = route({ name: 'invoice.packing', role: 'operator' }, async (ctx, request) => {
  const t = await getTranslations('invoice.pdf');
  return drawingAnswer(ctx, async () => {
    const { shipments, leftOut } = await packingList(ctx, readSelection(request));
    const words = {
      shipmentNo: t('shipmentNo'),
      waybillNo: t('waybillNo'),
      noWaybill: t('noWaybill'),
    };
    const list = {
      title: t('packing'),
      words,
      leftOut: leftOutText(t, leftOut),
      printedAt: ctx.now,
      shipments,
    };
    const isPersonal = ctx.canSeePersonalData;
    return { name: 'packing-list.pdf', isPersonal, content: { kind: 'packingList', ...list } };
  });
});
