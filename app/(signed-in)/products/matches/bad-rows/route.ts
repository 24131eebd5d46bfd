import { getTranslations } from 'next-intl/server';
import { badRowWords } from '@/app/ui/bad-row-words';
import { idOrNone } from '@/lib/ids';
import { badMatchRows } from '@/lib/matching/bad-match-rows';
import { route } from '@/lib/route';
import { workbookAnswer } from '../../../drawings/answer';
import { problemText } from '../problem-text';

/** The bad rows of one sheet of matches, with what is wrong with each. */
export const GET = route({ name: 'match.badRows', role: 'operator' }, async (ctx, request) => {
  const { searchParams } = new URL(request.url);
  const t = await getTranslations('match');
  const words = badRowWords(await getTranslations('files.badRows'));
  const asked = idOrNone.parse(searchParams.get('upload'));
  return workbookAnswer(ctx, () =>
    badMatchRows(ctx, asked, words, (problem) => problemText(t, problem)),
  );
});
