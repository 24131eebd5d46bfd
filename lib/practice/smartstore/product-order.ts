import type { ListedLine } from '../control';
import { kstWithoutZone } from '../kst';

/** One product order as it is kept; on the wire it stands beside its order. */
export interface SmartstoreUnit {
  order: SmartstoreOrder;
  productOrder: SmartstoreProductOrder;
  delivery: SmartstoreDelivery | null;
  /** The open claim, or the last one. */
  claim: SmartstoreClaim | null;
  completedClaims: SmartstoreClaim[];
  /** Not on the wire of a query: what the feed tells of it. `at` is in UTC, so that texts sort as times. */
  lastChanged: { at: string; type: ChangeType };
  receiverAddressChanged: boolean;
}

export type ChangeType =
  | 'PAYED'
  | 'DELIVERY_ADDRESS_CHANGED'
  | 'GIFT_RECEIVED'
  | 'DISPATCHED'
  | 'PURCHASE_DECIDED'
  | 'CLAIM_REQUESTED'
  | 'COLLECT_DONE'
  | 'CLAIM_REDELIVERING'
  | 'CLAIM_COMPLETED'
  | 'CLAIM_REJECTED';

export interface SmartstoreOrder {
  orderId: string;
  orderDate: string;
  paymentDate: string;
  ordererId: string;
  ordererName: string;
  ordererTel: string;
  paymentMeans: string;
  generalPaymentAmount: number;
  payLocationType: string;
}

export const orderStatuses = [
  'PAYMENT_WAITING',
  'PAYED',
  'DELIVERING',
  'DELIVERED',
  'PURCHASE_DECIDED',
  'EXCHANGED',
  'CANCELED',
  'RETURNED',
  'CANCELED_BY_NOPAYMENT',
] as const;

export interface SmartstoreProductOrder {
  productOrderId: string;
  productOrderStatus: (typeof orderStatuses)[number];
  placeOrderStatus: 'NOT_YET' | 'OK';
  placeOrderDate?: string;
  claimType?: SmartstoreClaim['claimType'];
  claimStatus?: ClaimStatus;
  claimId?: string;
  productId: string;
  originalProductId: string;
  productName: string;
  productClass: string;
  productOption?: string;
  optionCode: string;
  optionManageCode: string;
  optionPrice: number;
  sellerProductCode: string;
  quantity: number;
  initialQuantity: number;
  remainQuantity: number;
  unitPrice: number;
  totalProductAmount: number;
  productDiscountAmount: number;
  totalPaymentAmount: number;
  deliveryFeeAmount: number;
  sectionDeliveryFee: number;
  shippingFeeType: string;
  packageNumber: string;
  expectedDeliveryMethod: 'DELIVERY';
  deliveryAttributeType: 'NORMAL' | 'ARRIVAL_GUARANTEE';
  logisticsCompanyId?: string;
  giftReceivingStatus?: 'WAIT_FOR_RECEIVING' | 'RECEIVED';
  shippingDueDate: string;
  delayedDispatchReason?: string;
  delayedDispatchDetailedReason?: string;
  shippingMemo?: string;
  shippingAddress?: SmartstoreAddress;
}

export interface SmartstoreAddress {
  addressType: 'DOMESTIC';
  name: string;
  tel1: string;
  tel2: string;
  zipCode: string;
  baseAddress: string;
  detailedAddress: string;
  isRoadNameAddress: boolean;
}

interface SmartstoreDelivery {
  deliveryCompany: string;
  deliveryMethod: string;
  deliveryStatus: 'DELIVERING' | 'DELIVERY_COMPLETION';
  trackingNumber: string;
  sendDate: string;
  isWrongTrackingNumber: boolean;
}

export type ClaimStatus =
  | 'CANCEL_REQUEST'
  | 'CANCEL_DONE'
  | 'CANCEL_REJECT'
  | 'RETURN_REQUEST'
  | 'RETURN_DONE'
  | 'RETURN_REJECT'
  | 'EXCHANGE_REQUEST'
  | 'COLLECT_DONE'
  | 'EXCHANGE_REDELIVERING'
  | 'EXCHANGE_REJECT';

export interface SmartstoreClaim {
  claimId: string;
  claimType: 'CANCEL' | 'RETURN' | 'EXCHANGE';
  claimStatus: ClaimStatus;
  claimRequestDate: string;
  reason: string;
  detail: string;
  requestQuantity: number;
}

/** 2026-01-15T12:00:00.000+09:00 */
export function kstMoment(date: Date): string {
  return `${kstWithoutZone(date)}+09:00`;
}

/** A cancel that the seller has not answered. */
export function isCancelOpen({ claim }: SmartstoreUnit): boolean {
  return claim?.claimStatus === 'CANCEL_REQUEST';
}

export function withChange(unit: SmartstoreUnit, type: ChangeType, now: Date): SmartstoreUnit {
  return { ...unit, lastChanged: { at: now.toISOString(), type } };
}

export function statusesOf({ productOrder }: SmartstoreUnit): string[] {
  const { productOrderStatus, placeOrderStatus } = productOrder;
  return [productOrderStatus, ...(productOrderStatus === 'PAYED' ? [placeOrderStatus] : [])];
}

export function listedLines(unit: SmartstoreUnit): ListedLine[] {
  const { productOrder } = unit;
  return [
    {
      lineKey: productOrder.productOrderId,
      channelProductCode: productOrder.productId,
      channelOptionCode: productOrder.optionCode,
      quantity: productOrder.initialQuantity,
      cancelledQuantity: productOrder.initialQuantity - productOrder.remainQuantity,
      status: statusesOf(unit).join('/'),
    },
  ];
}
