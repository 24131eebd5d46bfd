import { handMethods, hasRightLength, isCourier } from './couriers';
import { isCancelOpen, type SmartstoreUnit } from './product-order';
import type { FailureCode } from './results';

export interface DispatchRow {
  readonly productOrderId: string;
  readonly deliveryMethod: string;
  readonly deliveryCompanyCode: string;
  readonly trackingNumber: string;
  readonly dispatchDate: Date;
}

/** To whom a waybill number already goes. */
export type UsedNumbers = ReadonlyMap<string, string>;

export function waybillKey({ deliveryCompanyCode, trackingNumber }: DispatchRow): string {
  return `${deliveryCompanyCode}:${trackingNumber}`;
}

export function receiverKey({ productOrder }: SmartstoreUnit): string {
  const address = productOrder.shippingAddress;
  return [address?.name, address?.baseAddress, address?.detailedAddress].join('\n');
}

/** What the marketplace says to the dispatch of one product order; null when it takes it. */
export function judgeDispatch(
  unit: SmartstoreUnit | undefined,
  row: DispatchRow,
  used: UsedNumbers,
  now: Date,
): FailureCode | null {
  if (!unit) return '104133';
  return stateFault(unit) ?? dateFault(unit, row, now) ?? parcelFault(unit, row, used);
}

function stateFault(unit: SmartstoreUnit): FailureCode | null {
  const { productOrderStatus, placeOrderStatus, logisticsCompanyId } = unit.productOrder;
  const isOpen = productOrderStatus === 'PAYED' && !isCancelOpen(unit) && !logisticsCompanyId;
  if (!isOpen) return '104442';
  return placeOrderStatus === 'OK' ? null : '104443';
}

function dateFault(
  { order }: SmartstoreUnit,
  { dispatchDate }: DispatchRow,
  now: Date,
): FailureCode | null {
  return dispatchDate > now || dispatchDate < new Date(order.paymentDate) ? '104139' : null;
}

function parcelFault(
  unit: SmartstoreUnit,
  row: DispatchRow,
  used: UsedNumbers,
): FailureCode | null {
  if (handMethods.some((method) => method === row.deliveryMethod)) return null;
  if (row.deliveryMethod !== 'DELIVERY') return '104116';
  if (row.deliveryCompanyCode === '') return '104118';
  if (!isCourier(row.deliveryCompanyCode)) return '104119';
  if (row.trackingNumber === '') return '104120';
  if (!hasRightLength(row.deliveryCompanyCode, row.trackingNumber)) return '104122';
  const receiver = used.get(waybillKey(row));
  return receiver !== undefined && receiver !== receiverKey(unit) ? '104121' : null;
}
