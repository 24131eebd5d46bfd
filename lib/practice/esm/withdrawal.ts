import type { Transaction } from '../store/sql';
import { jsonOf, saveUnits, type Unit } from '../store/units';
import { changedUnit, type EsmOrder, wireTime } from './order';

/** The buyer takes a cancel, a return or an exchange back; each is told by its own state. */
export async function withdrawOnEsm(
  tx: Transaction,
  units: readonly Unit<EsmOrder>[],
  now: Date,
): Promise<number> {
  const ends = [
    { from: 'cancel:1', to: 'cancel:4', change: { CancelStatus: 4, WithdrawDate: wireTime(now) } },
    { from: 'return:1', to: 'return:5', change: { ReturnStatus: 5, WithdrawDate: wireTime(now) } },
    {
      from: 'exchange:1',
      to: 'exchange:5',
      change: { ExchangeStatus: 5, WithdrawDate: wireTime(now) },
    },
  ];
  const orderNos = units.map(({ orderNo }) => orderNo);
  let withdrawn = 0;
  for (const { from, to, change } of ends) {
    const ended = await tx`
      update practice.claims set status = ${to},
        document = jsonb_set(document, '{wire}', (document -> 'wire') || ${jsonOf(tx, change)})
      where order_no = any(${orderNos}) and status = ${from} returning claim_no`;
    withdrawn += ended.length;
  }
  await saveUnits(
    tx,
    units
      .filter(({ document }) => document.own.claim === 'requested')
      .map(({ id, document }) =>
        changedUnit(id, { ...document, own: { ...document.own, claim: 'none' } }),
      ),
  );
  return withdrawn;
}
