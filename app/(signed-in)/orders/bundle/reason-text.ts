import { getTranslations } from 'next-intl/server';
import {
  freightTermCodes,
  holdOf,
  partnersReason,
  type StoredReason,
  temperatureBits,
} from '@/lib/bundling/reasons';

export type ReasonText = (reason: StoredReason) => string;

/** Says stored reasons in words; the variants they name come from the screen. */
export async function reasonText(variants: Record<number, string> = {}): Promise<ReasonText> {
  const [t, states] = [await getTranslations('bundle'), await getTranslations('ui.states')];

  const freightTerm = (code = 0) =>
    (['prepaid', 'collect'] as const)
      .filter((term) => freightTermCodes[term] === code)
      .map((term) => t(`freightTerms.${term}`))
      .join();
  const temperatures = (bits = 0) =>
    (['ambient', 'chilled', 'frozen'] as const)
      .filter((name) => (temperatureBits[name] & bits) > 0)
      .map((name) => t(`temperatures.${name}`))
      .join('·');

  return function say(reason): string {
    const { rule, values } = reason;
    const compared = rule === 'freightTerm' ? freightTerm : temperatures;
    const hold = holdOf(values.hold ?? 0);
    const partners = partnersReason(reason);
    return t(`reasons.${rule}`, {
      ...values,
      hold: hold ? states(`hold.${hold}`) : '-',
      partner: String(values.partner ?? '-'),
      variant: variants[values.variant ?? 0] ?? '-',
      ours: compared(values.ours),
      theirs: compared(values.theirs),
      rule: partners ? say(partners) : '-',
    });
  };
}
