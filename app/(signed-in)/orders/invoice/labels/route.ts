import { z } from 'zod';
import { labelsOfPrint } from '@/lib/invoicing/printed-labels';
import { route } from '@/lib/route';
import { pdf } from '../pdf';

const run = z.coerce.number().int().positive().catch(0);

/** The labels of one print, as its printer wants them. */
export const GET = route({ name: 'invoice.labels', role: 'operator' }, async (ctx, request) => {
  const runId = run.parse(new URL(request.url).searchParams.get('run'));
  const { printing, labels } = await labelsOfPrint(ctx, runId);
  const { renderLabels } = await import('@/lib/labels/render-labels');
  return pdf(renderLabels(labels, printing), `labels-${runId}.pdf`);
});
