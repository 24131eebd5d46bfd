import {
  channelParams,
  choiceParam,
  type Params,
  periodParams,
  readParams,
} from '@/app/ui/filter/params';
import { koreanPeriod } from '@/lib/period';

export const tabs = ['day', 'channel', 'product', 'operator'] as const;

/** What the URL of the statistics asks for; the sheet reads the same. */
export function readAsked(params: Params, now: Date) {
  const asked = readParams(params, {
    tab: choiceParam(tabs),
    ...periodParams(now),
    ...channelParams,
  });
  const period = koreanPeriod(asked.from, asked.to);
  return { ...asked, where: { ...period, channelIds: asked.channel } };
}
