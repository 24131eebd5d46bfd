import type { FoundVariant } from './search';

/** Why a variant is suggested, the surest first. */
export const suggestionReasons = ['code', 'elsewhere', 'sibling', 'similar'] as const;
export type SuggestionReason = (typeof suggestionReasons)[number];

export type Suggestion = FoundVariant & { reason: SuggestionReason };

export type Candidate = { variant: FoundVariant; reason: SuggestionReason };

const SHOWN = 10;

/**
 * The likeliest variants on top: named by a code of the seller, matched to the same name elsewhere,
 * of the product that other options of this one mean, or like it in text. Among equals the one comes
 * first whose option is named, then the one more like it.
 */
export function rankSuggestions(candidates: readonly Candidate[], option: string): Suggestion[] {
  const best = new Map<number, Suggestion>();
  const asked = wordsOf(option);
  for (const { variant, reason } of candidates) {
    const known = best.get(variant.variantId);
    if (known && weight(known.reason) <= weight(reason)) {
      known.similarityPercent ??= variant.similarityPercent;
      continue;
    }
    const similarityPercent = variant.similarityPercent ?? known?.similarityPercent ?? null;
    best.set(variant.variantId, { ...variant, similarityPercent, reason });
  }
  const named = (one: Suggestion) => wordsOf(one.option).filter((word) => asked.includes(word));
  return [...best.values()]
    .map((one) => ({ one, namedWords: named(one).length }))
    .sort(
      (a, b) =>
        weight(a.one.reason) - weight(b.one.reason) ||
        likeness(b) - likeness(a) ||
        a.one.variantCode.localeCompare(b.one.variantCode),
    )
    .slice(0, SHOWN)
    .map(({ one }) => one);
}

/** A size of one letter hardly moves the similarity of a text: each named word counts for ten. */
function likeness({ one, namedWords }: { one: Suggestion; namedWords: number }): number {
  return (one.similarityPercent ?? 0) + namedWords * 10;
}

const weight = (reason: SuggestionReason) => suggestionReasons.indexOf(reason);

/** What marketplaces add to names and no seller calls his goods. */
const NOISE =
  /\[[^\]]*\]|\([^)]*(?:배송|특가|할인|증정|\d\s?\+\s?\d)[^)]*\)|(?:무료|당일|국내|빠른)\s?배송|당일\s?발송|특가|신상품?|남녀공용|한정\s?수량|사은품|인기|추천|정품/g;
const LONGEST = 80;

/** The words of a listing that may name goods. */
export function namingWords({ productName, option }: { productName: string; option: string }) {
  const clean = (text: string) =>
    text
      .replace(NOISE, ' ')
      .replace(/[/,:=|·_]+/g, ' ')
      .replace(/\s+/g, ' ')
      .trim();
  const words = `${clean(productName)} ${clean(option)}`.trim().toLowerCase();
  return (words || `${productName} ${option}`.trim().toLowerCase()).slice(0, LONGEST);
}

export function wordsOf(text: string): string[] {
  return text
    .toLowerCase()
    .split(/[\s,=/:|()[\]]+/)
    .filter(Boolean);
}
