import type { CollectedLine, CollectedOrder, Recipient } from '@/lib/channels/collected';

export const CHANNEL_PRODUCTS = 20_000;

const LINES_PER_ORDER = [1, 2, 3, 2, 3] as const;
const PRICE = 10_000;
const DAY_MS = 86_400_000;

/**
 * The orders of one channel. Of fourteen, four come from the buyer of another one, one in seventy
 * from somebody at the same place with another phone, and one in ten is a present. One line in two
 * hundred is of a product that nobody has matched.
 */
export function* ordersOf(
  channelIndex: number,
  channelCount: number,
  orderCount: number,
  now: Date,
): Generator<CollectedOrder> {
  for (let index = channelIndex; index < orderCount; index += channelCount)
    yield orderAt(index, channelCount, now);
}

function orderAt(index: number, channelCount: number, now: Date): CollectedOrder {
  const lineCount = LINES_PER_ORDER[index % LINES_PER_ORDER.length] ?? 1;
  const recipient = recipientOf(index, channelCount);
  const lines = Array.from({ length: lineCount }, (_, place) =>
    lineAt(index, place, recipient, channelCount, now),
  );
  const paidAt = new Date(now.getTime() - (index % 36_000) * 1000);
  const orderer =
    index % 10 === 9
      ? { name: `주문자${index}`, phone: '', mobile: mobileOf(index + 1) }
      : { name: recipient.name, phone: recipient.phone, mobile: recipient.mobile };
  const orderNo = `B${index}`;
  return {
    orderNo,
    marketOrderNo: orderNo,
    orderedAt: paidAt,
    paidAt,
    orderer,
    lines,
    raw: answerOf(orderNo, paidAt, orderer, recipient, lines),
  };
}

function recipientOf(index: number, channelCount: number): Recipient {
  const returns = index % 14 < channelCount * 2 && index >= 14;
  const buyer = returns ? index - channelCount : index;
  return {
    name: `구매자${buyer}`,
    phone: '',
    mobile: mobileOf(returns && index % 70 === 0 ? index + 7 : buyer),
    postcode: String(10_000 + (buyer % 50_000)),
    address1: `경기도 이천시 마장면 물류로 ${buyer}`,
    address2: `${101 + (buyer % 20)}동 ${101 + (buyer % 1900)}호`,
    note: '문 앞',
  };
}

function mobileOf(person: number): string {
  return `010-${String(1000 + (person % 9000))}-${String(person % 10_000).padStart(4, '0')}`;
}

function lineAt(
  index: number,
  place: number,
  recipient: Recipient,
  channelCount: number,
  now: Date,
): CollectedLine {
  const product = (index + place * channelCount * 37) % CHANNEL_PRODUCTS;
  const isUnknown = place === 0 && index % 90 === 7;
  const quantity = index % 10 === 0 ? 2 : 1;
  return {
    lineKey: `${index}-${place}`,
    channelUnitNo: `B${index}`,
    productCode: isUnknown ? `N${product}` : `C${product}`,
    productName: `상품 ${product}`,
    option: optionOf(product),
    sellerOptionCode: '',
    sellerProductCode: '',
    quantity,
    cancelledQuantity: 0,
    claimedQuantity: 0,
    unitPrice: PRICE,
    amount: PRICE * quantity,
    currency: 'KRW',
    state: 'acknowledged',
    rawState: 'INSTRUCT',
    recipient,
    freightTerm: 'prepaid',
    marketShipped: false,
    shipBy: new Date(now.getTime() + DAY_MS * (1 + (index % 3))),
  };
}

export const optionOf = (product: number) => `색상=블랙, 사이즈=${product % 7}`;

/** About a kilobyte, as a marketplace answers. */
function answerOf(
  orderId: string,
  paidAt: Date,
  orderer: CollectedOrder['orderer'],
  recipient: Recipient,
  lines: CollectedLine[],
): unknown {
  const { name, mobile, address1, address2, postcode, note } = recipient;
  return {
    shipmentBoxId: `6${orderId}`,
    orderId,
    orderedAt: paidAt.toISOString(),
    paidAt: paidAt.toISOString(),
    status: 'INSTRUCT',
    shippingPrice: 0,
    remotePrice: 0,
    remoteArea: false,
    splitShipping: false,
    ableSplitShipping: false,
    parcelPrintMessage: note,
    orderer: { name: orderer.name, email: '', safeNumber: null, ordererNumber: orderer.mobile },
    receiver: {
      name,
      safeNumber: null,
      receiverNumber: mobile,
      addr1: address1,
      addr2: address2,
      postCode: postcode,
    },
    orderItems: lines.map((line) => ({
      vendorItemPackageId: 0,
      productId: line.productCode,
      vendorItemId: line.lineKey,
      vendorItemName: `${line.productName} ${line.option}`,
      shippingCount: line.quantity,
      salesPrice: line.unitPrice,
      orderPrice: line.amount,
      discountPrice: 0,
      sellerProductName: line.productName,
      sellerProductItemName: line.option,
      cancelCount: 0,
      holdCountForCancel: 0,
      estimatedShippingDate: line.shipBy?.toISOString(),
      canceled: false,
    })),
  };
}
