import { formatMoney, formatNumber } from '@/app/ui/format';
import type { Translate } from '@/app/ui/translate';
import { provinces } from '@/lib/recipients/region';
import type { Choice, ParcelConditions, RuleSettings } from '@/lib/settings/parcel-rules';
import type { Measure } from '@/lib/shipments/holds/parcel-conditions';

type Named = Pick<RuleSettings, 'channels' | 'suppliers'>;

/** The conditions of a rule in words, one each. */
export function conditionTexts(
  t: Translate<'rules'>,
  given: ParcelConditions,
  named: Named,
): string[] {
  const { freightTerm, regions, variantCodes, tags, people } = given;
  return [
    namesOf(named.channels, given.channelIds),
    freightTerm ? t(`freights.${freightTerm}`) : '',
    between(t, 'qty', given.qtyFrom, given.qtyTo, formatNumber),
    between(t, 'units', given.unitsFrom, given.unitsTo, formatNumber),
    between(t, 'amount', given.amountFrom, given.amountTo, formatMoney),
    regions?.map((region) => t(`regions.${region}`)).join(', ') ?? '',
    provinces
      .filter((province) => given.provinces?.includes(province))
      .map((province) => t(`provinces.${province}`))
      .join(', '),
    variantCodes?.join(', ') ?? '',
    tags?.map((tag) => `#${tag}`).join(' ') ?? '',
    namesOf(named.suppliers, given.supplierIds),
    given.hasMemo ? t('withMemo') : '',
    people?.map(({ shown }) => shown).join(', ') ?? '',
  ].filter((text) => text !== '');
}

function namesOf(choices: readonly Choice[], ids: readonly number[] | undefined): string {
  return choices
    .filter(({ id }) => ids?.includes(id))
    .map(({ name }) => name)
    .join(', ');
}

function between(
  t: Translate<'rules'>,
  what: Measure,
  from: number | undefined,
  to: number | undefined,
  format: (value: number) => string,
): string {
  if (from === undefined) return to === undefined ? '' : t(`atMost.${what}`, { value: format(to) });
  if (to === undefined) return t(`atLeast.${what}`, { value: format(from) });
  return t(`between.${what}`, { range: `${format(from)}–${format(to)}` });
}
