import { kstIso } from '../kst';
import { type CoupangBox, type Money, won } from './box';

/** RU 출고중지요청, UC 반품접수, CC 반품완료, PR 쿠팡확인요청 */
export const claimStatuses = ['RU', 'UC', 'CC', 'PR'] as const;
export type ClaimStatus = (typeof claimStatuses)[number];

const RECEIPT_STATUS = {
  RU: 'RELEASE_STOP_UNCHECKED',
  UC: 'RETURNS_UNCHECKED',
  CC: 'RETURNS_COMPLETED',
  PR: 'REQUEST_COUPANG_CHECK',
} as const satisfies Record<ClaimStatus, string>;

/** Y shipped, N not, S stopped, A already shipped when it was to be stopped. */
type ReleaseStatus = 'Y' | 'N' | 'S' | 'A';

export interface CoupangClaim {
  orderId: string;
  paymentId: string;
  /** CANCEL: cancelled before the seller had acknowledged. */
  receiptType: 'RETURN' | 'CANCEL';
  /** 입고완료 stands on the list of 반품접수. */
  receiptStatus: (typeof RECEIPT_STATUS)[ClaimStatus] | 'VENDOR_WAREHOUSE_CONFIRM';
  createdAt: string;
  modifiedAt: string;
  requesterName: string;
  requesterPhoneNumber: string;
  requesterRealPhoneNumber: string | null;
  requesterAddress: string;
  requesterAddressDetail: string;
  requesterZipCode: string;
  cancelReasonCategory1: string;
  cancelReasonCategory2: string;
  cancelReason: string;
  cancelCountSum: number;
  returnDeliveryId: number;
  returnDeliveryType: string;
  releaseStopStatus: string;
  enclosePrice: Money;
  faultByType: 'CUSTOMER';
  preRefund: boolean;
  completeConfirmDate: string;
  completeConfirmType: string;
  returnItems: CoupangClaimItem[];
  returnDeliveryDtos: { deliveryCompanyCode: string; deliveryInvoiceNo: string }[];
  reasonCode: string;
  reasonCodeText: string;
  returnShippingCharge: Money;
  /** Not on the wire of the request: when the buyer took it back, Korean time. */
  withdrawnAt?: string;
}

interface CoupangClaimItem {
  vendorItemPackageId: number;
  vendorItemPackageName: string;
  vendorItemId: string;
  vendorItemName: string;
  purchaseCount: number;
  cancelCount: number;
  shipmentBoxId: string;
  sellerProductId: string;
  sellerProductName: string;
  releaseStatus: ReleaseStatus;
  cancelCompleteUser: string;
}

export interface ClaimedLine {
  readonly lineKey: string;
  readonly quantity: number;
}

export interface ClaimTerms {
  readonly receiptType: CoupangClaim['receiptType'];
  readonly status: ClaimStatus;
  readonly releaseStatus: ReleaseStatus;
  readonly releaseStopStatus: string;
}

export function claimOf(
  box: CoupangBox,
  lines: readonly ClaimedLine[],
  terms: ClaimTerms,
  reason: string,
  now: Date,
): CoupangClaim {
  return {
    orderId: box.orderId,
    paymentId: box.orderId,
    receiptType: terms.receiptType,
    receiptStatus: RECEIPT_STATUS[terms.status],
    createdAt: kstIso(now),
    modifiedAt: kstIso(now),
    requesterName: box.orderer.name,
    requesterPhoneNumber: box.receiver.safeNumber,
    requesterRealPhoneNumber: null,
    requesterAddress: box.receiver.addr1,
    requesterAddressDetail: box.receiver.addr2,
    requesterZipCode: box.receiver.postCode,
    cancelReasonCategory1: '고객변심',
    cancelReasonCategory2: '단순변심(사유없음)',
    cancelReason: reason,
    cancelCountSum: lines.reduce((sum, { quantity }) => sum + quantity, 0),
    returnDeliveryId: 0,
    returnDeliveryType: '',
    releaseStopStatus: terms.releaseStopStatus,
    enclosePrice: won(0),
    faultByType: 'CUSTOMER',
    preRefund: false,
    completeConfirmDate: '',
    completeConfirmType: 'UNDEFINED',
    returnItems: lines.flatMap((line) => itemOf(box, line, terms.releaseStatus)),
    returnDeliveryDtos: [],
    reasonCode: 'CHANGEMIND',
    reasonCodeText: '필요 없어짐 (단순 변심)',
    returnShippingCharge: won(0),
  };
}

/** The claim after the seller's answer. */
export function decided(
  claim: CoupangClaim,
  terms: Omit<ClaimTerms, 'receiptType'>,
  now: Date,
): CoupangClaim {
  return {
    ...claim,
    receiptStatus: RECEIPT_STATUS[terms.status],
    releaseStopStatus: terms.releaseStopStatus,
    modifiedAt: kstIso(now),
    returnItems: claim.returnItems.map((item) => ({ ...item, releaseStatus: terms.releaseStatus })),
  };
}

export function claimOnTheWire(
  receiptId: string,
  { withdrawnAt: _, ...claim }: CoupangClaim,
): object {
  return {
    receiptId: BigInt(receiptId),
    ...claim,
    orderId: BigInt(claim.orderId),
    paymentId: BigInt(claim.paymentId),
    returnItems: claim.returnItems.map((item) => ({
      ...item,
      vendorItemId: BigInt(item.vendorItemId),
      shipmentBoxId: BigInt(item.shipmentBoxId),
      sellerProductId: BigInt(item.sellerProductId),
    })),
  };
}

function itemOf(
  box: CoupangBox,
  { lineKey, quantity }: ClaimedLine,
  releaseStatus: ReleaseStatus,
): CoupangClaimItem[] {
  const item = box.orderItems.find(({ vendorItemId }) => vendorItemId === lineKey);
  if (!item) return [];
  return [
    {
      vendorItemPackageId: item.vendorItemPackageId,
      vendorItemPackageName: item.vendorItemPackageName,
      vendorItemId: item.vendorItemId,
      vendorItemName: item.vendorItemName,
      purchaseCount: item.shippingCount,
      cancelCount: quantity,
      shipmentBoxId: box.shipmentBoxId,
      sellerProductId: item.sellerProductId,
      sellerProductName: item.sellerProductName,
      releaseStatus,
      cancelCompleteUser: '',
    },
  ];
}
