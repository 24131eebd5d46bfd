import type { AddressChangeInput, CancelRequested, CancelRequestInput } from '../control';
import { addClaims } from '../store/claims';
import type { Transaction } from '../store/sql';
import { saveUnits, type Unit } from '../store/units';
import { CANCEL_DONE, CANCEL_REQUESTED, type ClaimKind, claimOf } from './claim';
import { changedUnit, type EsmOrder, isWaitingGift } from './order';
import type { EsmSite } from './site';

/** The buyer cancels: at once while 결제완료, as a request while 배송준비중, as a return afterwards. */
export async function cancelOnEsm(
  site: EsmSite,
  tx: Transaction,
  units: readonly Unit<EsmOrder>[],
  input: CancelRequestInput,
  now: Date,
): Promise<CancelRequested> {
  const claimed = units
    .filter(({ document }) => document.own.claim === 'none' && isMeant(document, input))
    .map((unit) => ({ unit, ...termsOf(unit.document) }));
  await saveUnits(
    tx,
    claimed.map(({ unit: { id, document }, kind, status }) => {
      const isDone = kind === 'cancel' && status === CANCEL_DONE;
      const own = { ...document.own, claim: isDone ? ('done' as const) : ('requested' as const) };
      return changedUnit(id, { ...document, own });
    }),
  );
  const added = claimed.map(({ unit, kind, status }) => ({
    unit,
    status: `${kind}:${status}`,
    document: claimOf(kind, status, unit.document, {
      site,
      sellerId: unit.shop,
      reason: input.reason ?? '',
      now,
    }),
  }));
  await addClaims(tx, added, now);
  return {
    claimNos: claimed.map(({ unit }) => unit.unitNo),
    cancelledAtOnce: claimed.every(
      ({ status, kind }) => kind === 'cancel' && status === CANCEL_DONE,
    ),
  };
}

/** The address can be changed until the seller has checked the order; of a gift by accepting it. */
export async function moveOnEsm(
  tx: Transaction,
  units: readonly Unit<EsmOrder>[],
  input: AddressChangeInput,
  now: Date,
): Promise<readonly string[]> {
  const open = units.filter(
    ({ document }) => document.OrderStatus === 1 && document.own.claim === 'none',
  );
  await saveUnits(
    tx,
    open.map(({ id, document }) => changedUnit(id, moved(document, input, now))),
  );
  return open.map(({ unitNo }) => unitNo);
}

function moved(order: EsmOrder, input: AddressChangeInput, now: Date): EsmOrder {
  const own = isWaitingGift(order)
    ? { ...order.own, gift: { acceptedAt: now.toISOString() } }
    : { ...order.own, isChanged: true };
  const DelFrontAddress = input.address1 ?? order.DelFrontAddress;
  const DelBackAddress = input.address2 ?? order.DelBackAddress;
  return {
    ...order,
    ReceiverName: input.name ?? order.ReceiverName,
    HpNo: input.phone ?? order.HpNo,
    ZipCode: input.postcode ?? order.ZipCode,
    DelFrontAddress,
    DelBackAddress,
    DelFullAddress: `${DelFrontAddress} ${DelBackAddress}`.trim(),
    own,
  };
}

/** An order is cancelled whole, or not at all. */
function isMeant({ OrderNo }: EsmOrder, { lines }: CancelRequestInput): boolean {
  return !lines || lines.some(({ lineKey }) => lineKey === OrderNo);
}

function termsOf({ OrderStatus }: EsmOrder): { kind: ClaimKind; status: number } {
  if (OrderStatus === 1) return { kind: 'cancel', status: CANCEL_DONE };
  if (OrderStatus === 2) return { kind: 'cancel', status: CANCEL_REQUESTED };
  return { kind: 'return', status: 1 };
}
