import type { OrderLine } from '@/lib/orders/order';

type Amount = Pick<OrderLine, 'currency' | 'amount'>;

/** What an order comes to: amounts of different currencies are no sum. */
export function amountsOf(lines: readonly Amount[]): Amount[] {
  const sums = new Map<string, number>();
  for (const { currency, amount } of lines) sums.set(currency, (sums.get(currency) ?? 0) + amount);
  return [...sums].map(([currency, amount]) => ({ currency, amount }));
}
