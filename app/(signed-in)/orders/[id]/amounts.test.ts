import { expect, it } from 'vitest';
import { formatMoney } from '@/app/ui/format';
import { amountsOf } from './amounts';

it('adds up only what is of one currency', () => {
  const won = (amount: number) => ({ amount, currency: 'KRW' });
  const dollars = (cents: number) => ({ amount: cents, currency: 'USD' });
  expect(amountsOf([won(33_000), dollars(2_500), won(1_000), dollars(50)])).toEqual([
    won(34_000),
    dollars(2_550),
  ]);
});

it('writes amounts in their own units, and names any currency but won', () => {
  const plain = (text: string) => text.replace(/\s/g, ' ');
  expect(formatMoney(33_000)).toBe('33,000');
  expect(plain(formatMoney(2_500, 'USD'))).toBe('USD 25.00');
  expect(plain(formatMoney(2_500, 'JPY'))).toBe('JPY 2,500');
});
