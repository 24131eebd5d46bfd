import type {
  AddressChangeInput,
  CancelRequested,
  CancelRequestInput,
  ExchangeInput,
} from '../control';
import { kstDay } from '../kst';
import type { Transaction } from '../store/sql';
import { saveUnits, takeNumbers, type Unit } from '../store/units';
import {
  kstMoment,
  type SmartstoreAddress,
  type SmartstoreClaim,
  type SmartstoreUnit,
  statusesOf,
  withChange,
} from './product-order';

/** The buyer cancels: at once before 발주확인, by asking the seller after it, as a return when it has left. */
export async function cancelOnSmartstore(
  tx: Transaction,
  units: readonly Unit<SmartstoreUnit>[],
  input: CancelRequestInput,
  now: Date,
): Promise<CancelRequested> {
  const claimed = units
    .map((unit) => ({ unit, quantity: claimable(unit.document, input) }))
    .filter(({ quantity }) => quantity > 0);
  const shop = claimed[0]?.unit.shop;
  if (shop === undefined) return { claimNos: [], cancelledAtOnce: false };
  const first = await takeNumbers(tx, shop, 'claim', claimed.length);
  const day = kstDay(now).replaceAll('-', '');
  const claims = claimed.map(({ unit, quantity }, index) => ({
    unit,
    claim: claimOn(unit.document, {
      claimId: `${day}${String(first + index).padStart(8, '0')}`,
      claimRequestDate: kstMoment(now),
      reason: 'INTENT_CHANGED',
      detail: input.reason ?? '',
      requestQuantity: quantity,
    }),
  }));
  await save(
    tx,
    claims.map(({ unit, claim }) => ({
      id: unit.id,
      document: withClaim(unit.document, claim, now),
    })),
  );
  return {
    claimNos: claims.map(({ claim }) => claim.claimId),
    cancelledAtOnce: claims.every(({ claim }) => claim.claimStatus === 'CANCEL_DONE'),
  };
}

/** The buyer asks for another one of a piece that has left. */
export async function exchangeOnSmartstore(
  tx: Transaction,
  units: readonly Unit<SmartstoreUnit>[],
  { lineKey, reason = '' }: ExchangeInput,
  now: Date,
): Promise<string | null> {
  const unit = units.find(
    ({ unitNo, document: { productOrder, claim } }) =>
      productOrder.productOrderStatus === 'DELIVERING' &&
      claim === null &&
      (lineKey === undefined || lineKey === unitNo),
  );
  if (!unit) return null;
  const number = await takeNumbers(tx, unit.shop, 'claim', 1);
  const claim: SmartstoreClaim = {
    claimId: `${kstDay(now).replaceAll('-', '')}${String(number).padStart(8, '0')}`,
    claimType: 'EXCHANGE',
    claimStatus: 'EXCHANGE_REQUEST',
    claimRequestDate: kstMoment(now),
    reason: 'COLOR_AND_SIZE',
    detail: reason,
    requestQuantity: 1,
  };
  await save(tx, [{ id: unit.id, document: withClaim(unit.document, claim, now) }]);
  return claim.claimId;
}

/** The address can be changed until 발주확인; whoever gets a gift tells it by accepting. */
export async function moveOnSmartstore(
  tx: Transaction,
  units: readonly Unit<SmartstoreUnit>[],
  input: AddressChangeInput,
  now: Date,
): Promise<readonly string[]> {
  const open = units.filter(
    ({ document: { productOrder } }) =>
      productOrder.productOrderStatus === 'PAYED' && productOrder.placeOrderStatus === 'NOT_YET',
  );
  await save(
    tx,
    open.map(({ id, document }) => ({ id, document: moved(document, input, now) })),
  );
  return open.map(({ unitNo }) => unitNo);
}

/** Takes what a finished cancel claims out of the product order. */
export function cancelled(unit: SmartstoreUnit, claim: SmartstoreClaim, now: Date): SmartstoreUnit {
  const done: SmartstoreClaim = { ...claim, claimStatus: 'CANCEL_DONE' };
  const remainQuantity = unit.productOrder.remainQuantity - claim.requestQuantity;
  const productOrder = { ...unit.productOrder, remainQuantity, ...told(done) };
  const isGone = remainQuantity <= 0;
  const changed: SmartstoreUnit = {
    ...unit,
    productOrder: isGone ? { ...productOrder, productOrderStatus: 'CANCELED' } : productOrder,
    claim: null,
    completedClaims: [...unit.completedClaims, done],
  };
  return withChange(changed, 'CLAIM_COMPLETED', now);
}

async function save(tx: Transaction, units: { id: string; document: SmartstoreUnit }[]) {
  await saveUnits(
    tx,
    units.map((unit) => ({ ...unit, statuses: statusesOf(unit.document) })),
  );
}

function claimable({ productOrder, claim }: SmartstoreUnit, { lines }: CancelRequestInput): number {
  if (claim || productOrder.remainQuantity <= 0) return 0;
  const asked = lines
    ? (lines.find(({ lineKey }) => lineKey === productOrder.productOrderId)?.quantity ?? 0)
    : productOrder.remainQuantity;
  return Math.min(asked, productOrder.remainQuantity);
}

function claimOn(
  { productOrder }: SmartstoreUnit,
  told: Omit<SmartstoreClaim, 'claimType' | 'claimStatus'>,
): SmartstoreClaim {
  const { productOrderStatus, placeOrderStatus } = productOrder;
  if (productOrderStatus !== 'PAYED')
    return { ...told, claimType: 'RETURN', claimStatus: 'RETURN_REQUEST' };
  const claimStatus = placeOrderStatus === 'OK' ? 'CANCEL_REQUEST' : 'CANCEL_DONE';
  return { ...told, claimType: 'CANCEL', claimStatus };
}

function withClaim(unit: SmartstoreUnit, claim: SmartstoreClaim, now: Date): SmartstoreUnit {
  if (claim.claimStatus === 'CANCEL_DONE') return cancelled(unit, claim, now);
  const productOrder = { ...unit.productOrder, ...told(claim) };
  return withChange({ ...unit, productOrder, claim }, 'CLAIM_REQUESTED', now);
}

function told({ claimId, claimType, claimStatus }: SmartstoreClaim) {
  return { claimId, claimType, claimStatus };
}

function moved(unit: SmartstoreUnit, input: AddressChangeInput, now: Date): SmartstoreUnit {
  const { productOrder } = unit;
  const before = productOrder.shippingAddress;
  const shippingAddress: SmartstoreAddress = {
    addressType: 'DOMESTIC',
    name: input.name ?? before?.name ?? unit.order.ordererName,
    tel1: input.phone ?? before?.tel1 ?? unit.order.ordererTel,
    tel2: before?.tel2 ?? '',
    zipCode: input.postcode ?? before?.zipCode ?? '',
    baseAddress: input.address1 ?? before?.baseAddress ?? '',
    detailedAddress: input.address2 ?? before?.detailedAddress ?? '',
    isRoadNameAddress: true,
  };
  const isGift = productOrder.giftReceivingStatus === 'WAIT_FOR_RECEIVING';
  const received = isGift ? { giftReceivingStatus: 'RECEIVED' as const } : {};
  const changed: SmartstoreUnit = {
    ...unit,
    productOrder: { ...productOrder, ...received, shippingAddress },
    receiverAddressChanged: !isGift,
  };
  return withChange(changed, isGift ? 'GIFT_RECEIVED' : 'DELIVERY_ADDRESS_CHANGED', now);
}
