import { getTranslations } from 'next-intl/server';
import { badRowWords } from '@/app/ui/bad-row-words';
import { idOrNone } from '@/lib/ids';
import { badOrderRows } from '@/lib/registration/bad-rows';
import { route } from '@/lib/route';
import { workbookAnswer } from '../../../drawings/answer';
import { problemText } from '../problem-text';

/** The bad rows of one upload, with what is wrong with each. */
export const GET = route({ name: 'register.badRows', role: 'operator' }, async (ctx, request) => {
  const asked = idOrNone.parse(new URL(request.url).searchParams.get('upload'));
  const t = await getTranslations('register');
  const words = badRowWords(await getTranslations('files.badRows'));
  return workbookAnswer(ctx, async () => {
    const file = await badOrderRows(ctx, asked, words, (problem) => problemText(t, problem));
    return { ...file, isPersonal: true };
  });
});
