import type { RemotePostcodes as PostcodeRange } from '@/db/schema/tenancy';
import { JEJU } from './remote-postcodes';

export const regions = ['jeju', 'island'] as const;

export type Region = (typeof regions)[number];

/** 시도 by the first two digits of its postcodes, the last included. */
const lastPrefixes = [
  ['서울', 9],
  ['경기', 20],
  ['인천', 23],
  ['강원', 26],
  ['충북', 29],
  ['세종', 30],
  ['충남', 33],
  ['대전', 35],
  ['경북', 40],
  ['대구', 43],
  ['울산', 45],
  ['부산', 49],
  ['경남', 53],
  ['전북', 56],
  ['전남', 60],
  ['광주', 62],
  ['제주', 63],
] as const;

export const provinces = lastPrefixes.map(([name]) => name);

export type Province = (typeof provinces)[number];

/** The province of a five-digit postcode; null where there is none, as in the six digits of before 2015. */
export function provinceOf(postcode: string): Province | null {
  const code = fiveDigits(postcode);
  if (code === null || code < '01000') return null;
  return lastPrefixes.find(([, last]) => Number(code.slice(0, 2)) <= last)?.[0] ?? null;
}

/** How to tell Jeju and the remote islands from the mainland: null. */
export function regionReader(
  islands: readonly PostcodeRange[],
): (postcode: string) => Region | null {
  return (postcode) => {
    const code = fiveDigits(postcode);
    if (code === null) return null;
    if (lies(code, JEJU)) return 'jeju';
    return islands.some((range) => lies(code, range)) ? 'island' : null;
  };
}

const lies = (code: string, { from, to }: PostcodeRange) => from <= code && code <= to;

function fiveDigits(postcode: string): string | null {
  const code = postcode.trim();
  return /^\d{5}$/.test(code) ? code : null;
}
