import { optionAndCount } from '@/lib/channels/elevenst/option';
import { addedText, chosenText } from '@/lib/channels/esm/option';
import type { OrderFormatKey } from '@/lib/sheets/formats/order-formats';

type Said = { option: string; added: string; quantity: number };

/**
 * The option and the counts of a seller centre's row as its API tells them, so that one match serves
 * both: how many were ordered is no part of the option, and what is added stands behind it.
 */
export function asByApi(format: OrderFormatKey | null, { option, added, quantity }: Said) {
  if (format === '11st') {
    const ordered = optionAndCount(option);
    const whole = Math.max(quantity, ordered.count);
    return { option: ordered.option, quantity: whole, cancelledQuantity: whole - quantity };
  }
  const isEsm = format === 'esm';
  return {
    option: isEsm ? esmOption({ option, added, quantity }) : option,
    quantity,
    cancelledQuantity: 0,
  };
}

function esmOption({ option, added, quantity }: Said): string {
  const chosen = valueAndCount(option);
  const entries = added.split(/(?<=\d개)\s*[,|]\s*/).filter(Boolean);
  return [
    chosenText(chosen.value, chosen.count, quantity),
    ...entries.map(valueAndCount).map(({ value, count }) => addedText(value, count)),
  ]
    .filter(Boolean)
    .join(' / ');
}

/** `블랙/2개` */
function valueAndCount(text: string): { value: string; count: string } {
  const [, value = text, count = ''] = /^(.+?)\s*\/\s*(\d{1,6})개$/s.exec(text.trim()) ?? [];
  return { value: value.trim(), count };
}

/** What the seller himself promises for a day (판매자 도착보장) leaves from him. */
const SENT_BY_MARKET = /^도착\s*보장|로켓|그로스|풀필먼트/;

/** Goods that a warehouse of the marketplace, or one that works for it, sends. */
export function isMarketShipped(deliveryKind: string, fulfilment: string): boolean {
  return !['', '-'].includes(fulfilment) || SENT_BY_MARKET.test(deliveryKind);
}
