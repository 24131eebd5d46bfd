import type { DeliveryInput } from '../control';
import type { Transaction } from '../store/sql';
import { saveUnits, type Unit } from '../store/units';
import { changedUnit, type EsmOrder, isWaitingGift, wireTime } from './order';

const DELIVERED = 4;
const DECIDED = 5;

/** The seller sends it in ESM PLUS, and it arrives; the buyer may confirm the purchase. */
export async function deliverOnEsm(
  tx: Transaction,
  units: readonly Unit<EsmOrder>[],
  { isConfirmed = false }: DeliveryInput,
  now: Date,
): Promise<readonly string[]> {
  const arrived = units.filter(
    ({ document }) =>
      document.OrderStatus < DELIVERED && document.own.claim === 'none' && !isWaitingGift(document),
  );
  await saveUnits(
    tx,
    arrived.map(({ id, document }) =>
      changedUnit(id, {
        ...document,
        OrderStatus: isConfirmed ? DECIDED : DELIVERED,
        TransDate: document.TransDate ?? wireTime(now),
        TransCompleteDate: wireTime(now),
        BuyDecisionDate: isConfirmed ? wireTime(now) : null,
        TakbaeName: document.TakbaeName ?? 'CJ대한통운',
        NoSongjang: document.NoSongjang ?? `6${id.padStart(11, '0')}`,
      }),
    ),
  );
  return arrived.map(({ unitNo }) => unitNo);
}
