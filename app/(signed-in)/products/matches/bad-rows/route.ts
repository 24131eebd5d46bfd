import { getTranslations } from 'next-intl/server';
import { z } from 'zod';
import { badMatchRows } from '@/lib/matching/bad-match-rows';
import { route } from '@/lib/route';
import { workbookAnswer } from '../../../drawings/answer';
import { problemText } from '../problem-text';

const uploadId = z.coerce.number().int().positive().catch(0);

/** The bad rows of one sheet of matches, with what is wrong with each. */
export const GET = route({ name: 'match.badRows', role: 'operator' }, async (ctx, request) => {
  const { searchParams } = new URL(request.url);
  const t = await getTranslations('match');
  const asked = uploadId.parse(searchParams.get('upload'));
  return workbookAnswer(ctx, () => badMatchRows(ctx, asked, (problem) => problemText(t, problem)));
});
