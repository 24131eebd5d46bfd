import { z } from 'zod';
import { registrationTemplate } from '@/lib/registration/template';
import { route } from '@/lib/route';
import { workbookAnswer } from '../../../drawings/answer';

const channelId = z.coerce.number().int().positive().catch(0);

/** 엑셀등록양식 of one channel. */
export const GET = route({ name: 'register.template', role: 'viewer' }, (ctx, request) => {
  const asked = channelId.parse(new URL(request.url).searchParams.get('channel'));
  return workbookAnswer(ctx, () => registrationTemplate(ctx, asked));
});
