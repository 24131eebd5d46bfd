import type { BasketLine } from '../generate/basket';
import type { PracticeOrder } from '../generate/orders';
import { DAY, kstDay, kstIso } from '../kst';
import { type CoupangBox, type CoupangItem, type CoupangReceiver, won } from './box';

const FIRST_BOX = 642_538_970_000_000_000n;
const FIRST_ORDER = 22_000_000_000_000n;

/** The boxes of the n-th order of a shop: what is cooled or frozen travels in one of its own. */
export function boxesOf(order: PracticeOrder, shopPosition: number, number: number): CoupangBox[] {
  const orderId = String(FIRST_ORDER + BigInt(shopPosition) * 10n ** 11n + BigInt(number) * 3n);
  const temperatures = [...new Set(order.lines.map(({ product }) => product.temperature))];
  return temperatures.map((temperature, index) =>
    boxOf(
      order,
      order.lines.filter(({ product }) => product.temperature === temperature),
      { orderId, shipmentBoxId: boxId(shopPosition, number, index), isFirst: index === 0 },
    ),
  );
}

/** 18 digits; the shops' ranges lie apart, and within one those of boxes that splitting made. */
export function splitBoxId(shopPosition: number, number: number): string {
  return String(shopRange(shopPosition) + 5n * 10n ** 11n + BigInt(number));
}

function boxId(shopPosition: number, number: number, index: number): string {
  return String(shopRange(shopPosition) + BigInt(number) * 10n + BigInt(index));
}

function shopRange(shopPosition: number): bigint {
  return FIRST_BOX + BigInt(shopPosition) * 10n ** 12n;
}

function boxOf(
  order: PracticeOrder,
  lines: readonly BasketLine[],
  { orderId, shipmentBoxId, isFirst }: { orderId: string; shipmentBoxId: string; isFirst: boolean },
): CoupangBox {
  const receiver = receiverOf(order);
  return {
    shipmentBoxId,
    orderId,
    orderedAt: kstIso(order.orderedAt),
    orderer: {
      name: order.ordererName,
      email: '',
      safeNumber: receiver.safeNumber,
      ordererNumber: null,
    },
    paidAt: kstIso(order.paidAt),
    status: order.isAcknowledged ? 'INSTRUCT' : 'ACCEPT',
    shippingPrice: won(isFirst ? order.shippingFeeWon : 0),
    remotePrice: isFirst && order.remoteFeeWon > 0 ? won(order.remoteFeeWon) : null,
    remoteArea: order.remoteFeeWon > 0,
    parcelPrintMessage: order.recipient.message || null,
    splitShipping: false,
    ableSplitShipping: lines.length > 1,
    receiver,
    orderItems: lines.map((line) => itemOf(order, line)),
    overseaShippingInfoDto: {
      personalCustomsClearanceCode: '',
      ordererSsn: '',
      ordererPhoneNumber: '',
    },
    deliveryCompanyCode: '',
    deliveryCompanyName: '',
    invoiceNumber: '',
    inTrasitDateTime: '',
    deliveredDate: '',
    refer: '안드로이드앱',
    shipmentType: 'THIRD_PARTY',
    isCod: false,
    extraProperties: { sameDayShipping: 'false', cutOffTimeHour: '0' },
  };
}

/** Coupang shows the relay number, some of them as E.164 behind a blank, and the real one rarely. */
function receiverOf({ recipient }: PracticeOrder): CoupangReceiver {
  const relay = recipient.relayPhone;
  return {
    name: recipient.name,
    safeNumber: relay.endsWith('7') ? ` +82${relay.slice(1).replaceAll('-', '')}` : relay,
    receiverNumber: recipient.landline === '' ? null : recipient.mobile,
    addr1: recipient.address1,
    addr2: recipient.address2,
    postCode: recipient.postcode,
  };
}

function itemOf(order: PracticeOrder, line: BasketLine): CoupangItem {
  const { product, option, quantity, unitPriceWon, discountWon } = line;
  const name = product.channelProductName;
  return {
    vendorItemPackageId: 0,
    vendorItemPackageName: name,
    productId: product.channelProductCode,
    vendorItemId: product.channelOptionCode,
    vendorItemName: option === '' ? name : `${name}, ${option}`,
    shippingCount: quantity,
    salesPrice: won(unitPriceWon),
    orderPrice: won(unitPriceWon * quantity),
    discountPrice: discountWon > 0 ? won(discountWon) : null,
    instantCouponDiscount: won(0),
    downloadableCouponDiscount: won(discountWon),
    coupangDiscount: won(0),
    externalVendorSkuCode: product.sellerOptionCode,
    etcInfoHeader: null,
    etcInfoValue: null,
    etcInfoValues: null,
    sellerProductId: String(product.sellerProductNo),
    sellerProductName: name,
    sellerProductItemName: option,
    firstSellerProductItemName: product.channelOption,
    cancelCount: 0,
    holdCountForCancel: 0,
    estimatedShippingDate: kstDay(new Date(order.paidAt.getTime() + 2 * DAY)),
    plannedShippingDate: '',
    invoiceNumberUploadDate: '',
    extraProperties: {},
    pricingBadge: false,
    usedProduct: false,
    confirmDate: order.isAcknowledged ? kstIso(order.paidAt) : null,
    deliveryChargeTypeName: order.freight === 'free' ? '무료' : '유료',
    canceled: false,
  };
}
