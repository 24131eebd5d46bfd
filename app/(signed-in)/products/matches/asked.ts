import {
  channelParams,
  choiceParam,
  type Params,
  pageParams,
  readParams,
  wordParams,
} from '@/app/ui/filter/params';
import { importFilters } from '@/lib/files/sheet-import';
import { idParam } from '@/lib/ids';
import { type MatchFilter, matchSearchKinds } from '@/lib/matching/matches-screen';
import { rememberedRules } from '@/lib/matching/reasons';

export const shows = ['all', 'odd', 'noGoods'] as const;

/** What the URL of 매칭정보 asks for; its sheet reads the same. */
export function readAsked(params: Params) {
  return readParams(params, {
    ...channelParams,
    ...wordParams(matchSearchKinds),
    ...pageParams,
    rule: choiceParam(['', ...rememberedRules]),
    show: choiceParam(shows),
    changes: idParam,
    upload: idParam,
    rows: choiceParam(importFilters),
  });
}

export function filterOf(asked: ReturnType<typeof readAsked>): MatchFilter {
  return {
    channelIds: asked.channel,
    searchKind: asked.kind,
    word: asked.word,
    rule: asked.rule === '' ? undefined : asked.rule,
    show: asked.show,
  };
}
