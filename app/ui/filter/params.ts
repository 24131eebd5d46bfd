import { z } from 'zod';
import { id } from '@/lib/ids';
import { PAGE_SIZES } from '@/lib/paging';
import { daysBefore, koreanDay, monthsBefore } from '@/lib/period';
import { dayOrMinute } from '@/lib/period-field';

/** Search parameters as Next hands them to a page. */
export type Params = Record<string, string | string[] | undefined>;

/** The URL is the state of a screen; a parameter it does not understand falls to its default. */
export function readParams<Shape extends z.ZodRawShape>(
  params: Params,
  shape: Shape,
): z.output<z.ZodObject<Shape>> {
  return z.object(shape).parse(params);
}

/** A link to the same screen with some parameters changed; undefined takes one away. */
export function withParams(params: Params, changes: Params): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...params, ...changes })) {
    for (const one of [value ?? []].flat()) if (one !== '') search.append(name, one);
  }
  return `?${search}`;
}

export type PresetKey = 'today' | 'week' | 'month' | 'quarter';
export type Preset = { key: PresetKey; from: string; to: string };

/** What the buttons of a period choose; each ends today and counts today. */
export function periodPresets(now: Date): Preset[] {
  const today = koreanDay(now);
  return [
    { key: 'today', from: today, to: today },
    { key: 'week', from: daysBefore(today, 6), to: today },
    { key: 'month', from: monthsBefore(today, 1), to: today },
    { key: 'quarter', from: monthsBefore(today, 3), to: today },
  ];
}

/** `from` and `to`, days or minutes in Korea, both included. */
export function periodParams(now: Date, byDefault: PresetKey = 'month') {
  const preset = periodPresets(now).find(({ key }) => key === byDefault);
  const [from, to] = [preset?.from ?? '', preset?.to ?? ''];
  return { from: dayOrMinute.catch(from), to: dayOrMinute.catch(to) };
}

/** The period that shows these days too. */
export function widened(asked: { from: string; to: string }, days: { from: string; to: string }) {
  const isEarlier = days.from < asked.from;
  const isLater = days.to >= asked.to.slice(0, 10);
  return { from: isEarlier ? days.from : asked.from, to: isLater ? days.to : asked.to };
}

/** A parameter that may stand there several times; none means all. */
export function manyParam<One extends z.ZodType>(one: One) {
  return z.preprocess((given) => [given ?? []].flat(), z.array(one).max(1_000)).catch([]);
}

/** `channel`, once per chosen channel. */
export const channelParams = { channel: manyParam(id) };

/** `kind` and `word` of a search; the first kind is the default. */
export function wordParams<const Kinds extends readonly [string, ...string[]]>(kinds: Kinds) {
  return { kind: choiceParam(kinds), word: z.string().trim().max(100).catch('') };
}

/** One of some words, such as a tab; the first is the default. */
export function choiceParam<const Choices extends readonly [string, ...string[]]>(
  choices: Choices,
) {
  return z.enum(choices).catch(choices[0] as Choices[number] & string);
}

/** How many rows a page has where nobody says. */
export function sizeParam(byDefault: (typeof PAGE_SIZES)[number]) {
  return z.coerce
    .number()
    .pipe(z.literal([...PAGE_SIZES]))
    .catch(byDefault);
}

/** `size` and `page`, for `pageRequest`. */
export const pageParams = {
  size: sizeParam(20),
  page: z.string().max(1000).optional().catch(undefined),
};
