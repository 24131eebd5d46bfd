import { getTranslations } from 'next-intl/server';
import { packingList } from '@/lib/invoicing/prints/lists';
import { route } from '@/lib/route';
import { drawingAnswer } from '../../../drawings/answer';
import { readSelection } from '../asked';
import { leftOutText } from '../left-out-text';

export const GET = route({ name: 'invoice.packing', role: 'operator' }, async (ctx, request) => {
  const t = await getTranslations('invoice.pdf');
  return drawingAnswer(ctx, async () => {
    const { shipments, leftOut, listed } = await packingList(ctx, readSelection(request));
    const words = {
      shipmentNo: t('shipmentNo'),
      waybillNo: t('waybillNo'),
      noWaybill: t('noWaybill'),
    };
    const units = shipments
      .flatMap(({ items }) => items)
      .reduce((sum, { quantity }) => sum + quantity, 0);
    const list = {
      title: t('packing'),
      summary: t('packingSummary', { ...listed, units }),
      words,
      leftOut: leftOutText(t, leftOut),
      printedAt: ctx.now,
      shipments: shipments.map(({ otherOrders, ...shipment }) => ({
        ...shipment,
        orderNo:
          otherOrders > 0
            ? t('ofOrders', { orderNo: shipment.orderNo, others: otherOrders })
            : shipment.orderNo,
      })),
    };
    const isPersonal = ctx.canSeePersonalData;
    return { name: 'packing-list.pdf', isPersonal, content: { kind: 'packingList', ...list } };
  });
});
