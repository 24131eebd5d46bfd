/** What an order sheet can say about one order line. */
export const orderSheetFields = [
  'orderNo',
  /** Tells the lines of an order apart (SmartStore 상품주문번호, Coupang 옵션ID, 11번가 주문순번). */
  'lineNo',
  /** What acknowledge and push address (Coupang 묶음배송번호, 11번가 배송번호). */
  'unitNo',
  /** The buyer's basket or payment that holds several orders. */
  'paymentNo',
  'sellerAccount',
  'status',
  'orderedAt',
  'paidAt',
  'shipBy',
  'ordererName',
  'ordererPhone',
  'recipientName',
  'recipientPhone',
  'recipientMobile',
  'postcode',
  /** The whole address, or its first part when address2 stands in a column of its own. */
  'address1',
  'address2',
  'note',
  'freightTerm',
  'freightAmount',
  /** Whether the marketplace sends the goods itself (SmartStore 배송속성, Coupang 배송유형). */
  'deliveryKind',
  /** The company that does so for it; empty where the seller does. */
  'fulfilment',
  /** The channel's code of what was ordered, as its API gives it (Coupang: 옵션ID). */
  'productNo',
  'productName',
  'optionName',
  /** Goods beside the option that the buyer added (ESM 추가구성). */
  'addedOptions',
  'sellerProductCode',
  'sellerOptionCode',
  'quantity',
  /** Of one piece; the price of its option comes on top where that stands apart. */
  'unitPrice',
  'optionPrice',
  'amount',
  'customsId',
  'courierName',
  'waybillNo',
] as const;

export type OrderSheetField = (typeof orderSheetFields)[number];
