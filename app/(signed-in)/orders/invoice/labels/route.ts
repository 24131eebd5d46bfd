import { idOrNone } from '@/lib/ids';
import { labelsOfPrint } from '@/lib/invoicing/prints/printed-labels';
import { route } from '@/lib/route';
import { drawingAnswer } from '../../../drawings/answer';

/** The labels of one print, as its printer wants them. */
export const GET = route({ name: 'invoice.labels', role: 'operator' }, (ctx, request) => {
  const runId = idOrNone.parse(new URL(request.url).searchParams.get('run'));
  return drawingAnswer(ctx, async () => {
    const printed = await labelsOfPrint(ctx, runId);
    const content = { kind: 'labels', ...printed } as const;
    return { name: `labels-${runId}.pdf`, isPersonal: true, content };
  });
});
