import { getTranslations } from 'next-intl/server';
import { pickingList } from '@/lib/invoicing/prints/lists';
import { route } from '@/lib/route';
import { drawingAnswer } from '../../../drawings/answer';
import { readSelection } from '../asked';
import { leftOutText } from '../left-out-text';

const pickingColumns = [
  ...(['location', 'variantCode', 'name', 'barcode'] as const),
  ...(['shipments', 'quantity', 'check'] as const),
] as const;

export const GET = route({ name: 'invoice.picking', role: 'operator' }, async (ctx, request) => {
  const t = await getTranslations('invoice.pdf');
  return drawingAnswer(ctx, async () => {
    const { rows, leftOut, listed } = await pickingList(ctx, readSelection(request));
    const units = rows.reduce((sum, { quantity }) => sum + quantity, 0);
    const list = {
      title: t('picking'),
      summary: t('pickingSummary', { ...listed, variants: rows.length, units }),
      leftOut: leftOutText(t, leftOut),
      headers: pickingColumns.map((column) => t(`pickingColumns.${column}`)),
      printedAt: ctx.now,
      rows,
    };
    return {
      name: 'picking-list.pdf',
      isPersonal: false,
      content: { kind: 'pickingList', ...list },
    };
  });
});
