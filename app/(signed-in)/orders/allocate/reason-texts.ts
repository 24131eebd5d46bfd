import { getTranslations } from 'next-intl/server';
import { formatNumber, formatTime } from '@/app/ui/format';
import type { Names } from '@/lib/allocation/names';
import { criterionKinds, holdKindOf, type ReadReason } from '@/lib/allocation/reasons';

type Named = { names: Names; runKinds?: Record<number, string> };

/** Says stored reasons as sentences: a reason holds numbers alone, the names come beside it. */
export async function reasonTexts({
  names,
  runKinds,
}: Named): Promise<(reason: ReadReason | null) => string> {
  const t = await getTranslations('allocate');
  const ofHold = await getTranslations('ui.states.hold');

  function precedence({
    criterion = -1,
    takerRank = 0,
    ownRank = 0,
  }: ReadReason['values']): string {
    const kind = criterionKinds[criterion] ?? 'number';
    const say = (rank: number) => sayRank(kind, rank) ?? t('noShipBy');
    return t(`precedence.${kind}`, { taker: say(takerRank), own: say(ownRank) });
  }

  return (reason) => {
    if (!reason) return t('notYet');
    const { values } = reason;
    return t(`reasons.${reason.rule}`, {
      ...values,
      variant: names.variants[values.variant ?? 0] ?? '',
      left: (values.available ?? 0) - (values.taken ?? 0),
      takers: values.takers ?? 1,
      takerQty: values.takerQty ?? values.taken ?? 0,
      taker: String(values.taker ?? ''),
      takerOrder: names.orderNos[values.taker ?? 0] ?? '-',
      originOrder: names.orderNos[values.origin ?? 0] ?? '-',
      origin: String(values.origin ?? ''),
      precedence: precedence(values),
      hold: ofHold(holdKindOf(values.hold ?? 0)),
      kind: runKinds?.[values.run ?? 0] ?? 'other',
    });
  };
}

/** Null: the date that ranks last because there is none. */
function sayRank(kind: (typeof criterionKinds)[number], rank: number): string | null {
  if (kind === 'ship_by' || kind === 'paid_at')
    return rank === Number.MAX_SAFE_INTEGER
      ? null
      : formatTime(new Date(rank)).slice('2026-'.length);
  return formatNumber(Math.abs(rank));
}
