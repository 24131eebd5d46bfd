import { getTranslations } from 'next-intl/server';
import { badRowWords } from '@/app/ui/bad-row-words';
import { badRowsSheet } from '@/lib/files/bad-rows';
import { idOrNone } from '@/lib/ids';
import { badMatchRows } from '@/lib/matching/sheet/match-sheet';
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
    badRowsSheet(ctx, asked, badMatchRows, words, (problem) => problemText(t, problem)),
  );
});
