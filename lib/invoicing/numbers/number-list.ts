import type { CourierKey } from '@/lib/couriers/registry';
import { checkWaybillNo, normaliseWaybillNo } from '@/lib/couriers/waybill-no';

/** At one go. */
export const MAX_LISTED = 50_000;

export type NumberList = {
  /** Each once, in the order given. */
  numbers: string[];
  /** Those that were there twice. */
  repeated: number;
  /** Not numbers of this courier for certain: then none of the list is taken. */
  wrong: string[];
};

/** Numbers as people paste them: one a line, or with commas, tabs and blanks between; hyphens inside. */
export function readNumberList(courier: CourierKey, text: string): NumberList {
  const given = text
    .replace(/^\uFEFF/, '')
    .split(/[\s,;]+/)
    .map((word) => normaliseWaybillNo(word.replace(/^"|"$/g, '')))
    .filter(Boolean);
  const numbers = [...new Set(given)];
  return {
    numbers,
    repeated: given.length - numbers.length,
    wrong: numbers.filter(
      (no) => !/\d/.test(no) || checkWaybillNo(courier, no).verdict === 'refuse',
    ),
  };
}
