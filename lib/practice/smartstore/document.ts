import type { BasketLine } from '../generate/basket';
import type { PracticeOrder } from '../generate/orders';
import { DAY, kstDay } from '../kst';
import {
  kstMoment,
  type SmartstoreAddress,
  type SmartstoreOrder,
  type SmartstoreProductOrder,
  type SmartstoreUnit,
} from './product-order';

/** 16 digits: the day, the shop's place, and a number of its own. */
interface Numbers {
  readonly orderId: string;
  readonly firstProductOrderId: bigint;
}

/** The product orders of the n-th order of a shop: one for each line. */
export function productOrdersOf(
  order: PracticeOrder,
  shopPosition: number,
  number: number,
): SmartstoreUnit[] {
  const day = BigInt(kstDay(order.orderedAt).replaceAll('-', '')) * 10n ** 8n;
  const shop = BigInt(shopPosition % 10) * 10n ** 7n;
  const numbers: Numbers = {
    orderId: String(day + shop + 5_000_000n + BigInt(number)),
    firstProductOrderId: day + shop + BigInt(number) * 10n,
  };
  const header = orderOf(order, numbers);
  return order.lines.map((line, index) => ({
    order: header,
    productOrder: productOrderOf(order, line, index, numbers),
    delivery: null,
    claim: null,
    completedClaims: [],
    lastChanged: { at: order.paidAt.toISOString(), type: 'PAYED' },
    receiverAddressChanged: false,
  }));
}

function orderOf(order: PracticeOrder, { orderId }: Numbers): SmartstoreOrder {
  const paid = order.lines.reduce((sum, line) => sum + paidFor(line), 0);
  return {
    orderId,
    orderDate: kstMoment(order.orderedAt),
    paymentDate: kstMoment(order.paidAt),
    ordererId: `${order.memberId.slice(0, 4)}****`,
    ordererName: order.ordererName,
    ordererTel: order.recipient.relayPhone,
    paymentMeans: '신용카드',
    generalPaymentAmount: paid + order.shippingFeeWon + order.remoteFeeWon,
    payLocationType: 'MOBILE',
  };
}

function productOrderOf(
  order: PracticeOrder,
  line: BasketLine,
  index: number,
  { orderId, firstProductOrderId }: Numbers,
): SmartstoreProductOrder {
  const { product, option, quantity, unitPriceWon, discountWon } = line;
  const isFirst = index === 0;
  return {
    productOrderId: String(firstProductOrderId + BigInt(index)),
    productOrderStatus: 'PAYED',
    ...placed(order),
    productId: product.channelProductCode,
    originalProductId: String(product.sellerProductNo),
    productName: product.channelProductName,
    productClass: option === '' ? '단일상품' : '조합형옵션상품',
    ...(option !== '' && { productOption: option }),
    optionCode: product.channelOptionCode,
    optionManageCode: product.sellerOptionCode,
    optionPrice: product.optionPriceWon,
    sellerProductCode: product.sellerProductCode,
    quantity,
    initialQuantity: quantity,
    remainQuantity: quantity,
    unitPrice: product.basePriceWon,
    totalProductAmount: unitPriceWon * quantity,
    productDiscountAmount: discountWon,
    totalPaymentAmount: paidFor(line),
    deliveryFeeAmount: isFirst ? order.shippingFeeWon : 0,
    sectionDeliveryFee: isFirst ? order.remoteFeeWon : 0,
    shippingFeeType: { free: '무료', prepaid: '선결제', collect: '착불' }[order.freight],
    packageNumber: orderId,
    expectedDeliveryMethod: 'DELIVERY',
    ...sentBy(order),
    shippingDueDate: kstMoment(new Date(order.paidAt.getTime() + 3 * DAY)),
    ...(order.recipient.message !== '' && { shippingMemo: order.recipient.message }),
    ...receivedBy(order),
  };
}

/** A gift that nobody has accepted cannot have been acknowledged. */
function placed(order: PracticeOrder) {
  return order.isAcknowledged && !order.isWaitingGift
    ? { placeOrderStatus: 'OK' as const, placeOrderDate: kstMoment(order.paidAt) }
    : { placeOrderStatus: 'NOT_YET' as const };
}

function sentBy({ isMarketShipped }: PracticeOrder) {
  return isMarketShipped
    ? { deliveryAttributeType: 'ARRIVAL_GUARANTEE' as const, logisticsCompanyId: 'PRACTICE_3PL' }
    : { deliveryAttributeType: 'NORMAL' as const };
}

function receivedBy(order: PracticeOrder) {
  return order.isWaitingGift
    ? { giftReceivingStatus: 'WAIT_FOR_RECEIVING' as const }
    : { shippingAddress: addressOf(order) };
}

function addressOf({ recipient }: PracticeOrder): SmartstoreAddress {
  return {
    addressType: 'DOMESTIC',
    name: recipient.name,
    tel1: recipient.isPhoneHidden ? recipient.relayPhone : recipient.mobile,
    tel2: recipient.landline,
    zipCode: recipient.postcode,
    baseAddress: recipient.address1,
    detailedAddress: recipient.address2,
    isRoadNameAddress: true,
  };
}

function paidFor({ unitPriceWon, quantity, discountWon }: BasketLine): number {
  return unitPriceWon * quantity - discountWon;
}
