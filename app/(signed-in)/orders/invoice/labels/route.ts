import { z } from 'zod';
import { labelsOfPrint } from '@/lib/invoicing/printed-labels';
import { route } from '@/lib/route';
import { drawingAnswer } from '../../../drawings/answer';

const run = z.coerce.number().int().positive().catch(0);

/** The labels of one print, as its printer wants them. */
export const GET = route({ name: 'invoice.labels', role: 'operator' }, (ctx, request) => {
  const runId = run.parse(new URL(request.url).searchParams.get('run'));
  return drawingAnswer(ctx, async () => {
    const printed = await labelsOfPrint(ctx, runId);
    const content = { kind: 'labels', ...printed } as const;
    return { name: `labels-${runId}.pdf`, isPersonal: true, content };
  });
});
