import { z } from 'zod';
import { labelsOfPrint } from '@/lib/invoicing/print';
import { lacksSortingCode } from '@/lib/labels/label';
import { route } from '@/lib/route';
import { pdf } from '../pdf';

const run = z.coerce.number().int().positive().catch(0);

/** The labels of one print. Packing labels where the courier wants a sorting code that we lack. */
export const GET = route({ name: 'invoice.labels', role: 'operator' }, async (ctx, request) => {
  const runId = run.parse(new URL(request.url).searchParams.get('run'));
  const { size, labels } = await labelsOfPrint(ctx, runId);
  const kind = labels.some(lacksSortingCode) ? 'packing' : 'courier';
  const { renderLabels } = await import('@/lib/labels/render-labels');
  return pdf(renderLabels(labels, { size, kind }), `labels-${runId}.pdf`);
});
