import { text } from '@/lib/channels/fields';

/**
 * 분류코드 and, for the eye, 주소약칭 with 배달점소-사원-별칭, by either of the names that 주소정제 has been
 * seen to give them. Null without a code: such a parcel cannot be sorted.
 */
export function sortingOf(data: Record<string, unknown>): { code: string; place: string } | null {
  const told = (...names: string[]) =>
    names.map((name) => text.safeParse(data[name]).data ?? '').find((value) => value !== '') ?? '';
  const code = [told('CLSFCD', 'P_CLSFCD'), told('SUBCLSFCD', 'P_SUBCLSFCD')];
  if (!code[0]) return null;
  const branch = [
    told('CLLDLVBRANNM', 'P_CLLDLCBRANSHORTNM'),
    told('CLLDLVEMPNM', 'P_CLLDLVEMPNM'),
    told('CLLDLVEMPNICKNM', 'P_CLLDLVEMPNICKNM'),
  ];
  const place = [told('CLSFADDR', 'P_CLSFADDR'), branch.filter(Boolean).join('-')];
  return { code: code.filter(Boolean).join('-'), place: place.filter(Boolean).join(' ') };
}
