import { getLocale } from 'next-intl/server';
import { idOrNone } from '@/lib/ids';
import { registrationTemplate } from '@/lib/registration/template';
import { route } from '@/lib/route';
import { workbookAnswer } from '../../../drawings/answer';

/** 엑셀등록양식 of one channel. */
export const GET = route({ name: 'register.template', role: 'viewer' }, async (ctx, request) => {
  const locale = await getLocale();
  const asked = idOrNone.parse(new URL(request.url).searchParams.get('channel'));
  return workbookAnswer(ctx, () => registrationTemplate(ctx, asked, locale));
});
