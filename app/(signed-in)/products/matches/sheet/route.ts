import { getLocale, getTranslations } from 'next-intl/server';
import { matchesSheet } from '@/lib/matching/sheet/export-matches';
import { route } from '@/lib/route';
import { workbookAnswer } from '../../../drawings/answer';
import { ruleText } from '../../../orders/match/rule-text';
import { filterOf, readAsked } from '../asked';

/** 매칭정보 as a sheet: the matches that the screen finds for the same URL. */
export const GET = route({ name: 'match.export', role: 'operator' }, async (ctx, request) => {
  const [t, locale] = [await getTranslations('match'), await getLocale()];
  const given = new URL(request.url).searchParams;
  const params = Object.fromEntries([...given.keys()].map((name) => [name, given.getAll(name)]));
  const { channel, ...single } = params;
  const first = Object.fromEntries(Object.entries(single).map(([name, [value]]) => [name, value]));
  const filter = filterOf(readAsked({ ...first, channel }));
  return workbookAnswer(ctx, () =>
    matchesSheet(ctx, filter, { ruleText: (rule) => ruleText(t, rule), locale }),
  );
});
