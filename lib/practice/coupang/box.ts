import type { ListedLine } from '../control';

/** Ids are text here and bare JSON numbers on the wire: a shipmentBoxId has 18 digits. */
export interface CoupangBox {
  shipmentBoxId: string;
  orderId: string;
  orderedAt: string;
  orderer: { name: string; email: string; safeNumber: string; ordererNumber: string | null };
  paidAt: string;
  status: CoupangStatus | 'CANCELED';
  shippingPrice: Money;
  remotePrice: Money | null;
  remoteArea: boolean;
  parcelPrintMessage: string | null;
  splitShipping: boolean;
  ableSplitShipping: boolean;
  receiver: CoupangReceiver;
  orderItems: CoupangItem[];
  overseaShippingInfoDto: {
    personalCustomsClearanceCode: string;
    ordererSsn: string;
    ordererPhoneNumber: string;
  };
  /** Not on the wire: what was uploaded for deliveryCompanyName. */
  deliveryCompanyCode: string;
  deliveryCompanyName: string;
  invoiceNumber: string;
  inTrasitDateTime: string;
  deliveredDate: string;
  refer: string;
  shipmentType: 'THIRD_PARTY';
  isCod: boolean;
  extraProperties: { sameDayShipping: string; cutOffTimeHour: string };
}

export interface CoupangReceiver {
  name: string;
  safeNumber: string;
  receiverNumber: string | null;
  addr1: string;
  addr2: string;
  postCode: string;
}

export interface CoupangItem {
  vendorItemPackageId: number;
  vendorItemPackageName: string;
  productId: string;
  vendorItemId: string;
  vendorItemName: string;
  shippingCount: number;
  salesPrice: Money;
  orderPrice: Money;
  discountPrice: Money | null;
  instantCouponDiscount: Money;
  downloadableCouponDiscount: Money;
  coupangDiscount: Money;
  externalVendorSkuCode: string;
  etcInfoHeader: string | null;
  etcInfoValue: string | null;
  etcInfoValues: string[] | null;
  sellerProductId: string;
  sellerProductName: string;
  sellerProductItemName: string;
  firstSellerProductItemName: string;
  cancelCount: number;
  holdCountForCancel: number;
  estimatedShippingDate: string;
  plannedShippingDate: string;
  invoiceNumberUploadDate: string;
  extraProperties: Record<string, string>;
  pricingBadge: boolean;
  usedProduct: boolean;
  confirmDate: string | null;
  deliveryChargeTypeName: string;
  canceled: boolean;
}

export interface Money {
  currencyCode: 'KRW';
  units: number;
  nanos: 0;
}

export const coupangStatuses = [
  'ACCEPT',
  'INSTRUCT',
  'DEPARTURE',
  'DELIVERING',
  'FINAL_DELIVERY',
  'NONE_TRACKING',
] as const;
type CoupangStatus = (typeof coupangStatuses)[number];

export function won(units: number): Money {
  return { currencyCode: 'KRW', units, nanos: 0 };
}

/** Pieces still to be shipped. */
export function openCount(item: CoupangItem): number {
  return item.canceled ? 0 : item.shippingCount - item.cancelCount;
}

export function openItems(box: CoupangBox): CoupangItem[] {
  return box.orderItems.filter((item) => openCount(item) > 0);
}

/** A box whose every piece is cancelled is on no list any more. */
export function isGone(box: CoupangBox): boolean {
  return openItems(box).length === 0;
}

export function listedLines({ status, orderItems }: CoupangBox): ListedLine[] {
  return orderItems.map((item) => ({
    lineKey: item.vendorItemId,
    channelProductCode: item.productId,
    channelOptionCode: item.vendorItemId,
    quantity: item.shippingCount,
    cancelledQuantity: item.cancelCount,
    status,
  }));
}

export function onTheWire({ deliveryCompanyCode: _, ...box }: CoupangBox): object {
  return {
    ...box,
    shipmentBoxId: BigInt(box.shipmentBoxId),
    orderId: BigInt(box.orderId),
    orderItems: box.orderItems.map((item) => ({
      ...item,
      productId: BigInt(item.productId),
      vendorItemId: BigInt(item.vendorItemId),
      sellerProductId: BigInt(item.sellerProductId),
    })),
  };
}
