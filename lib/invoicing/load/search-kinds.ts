/** 검색구분 of a load. */
export const invoiceSearchKinds = [
  'orderNo',
  'recipient',
  'mobile',
  'productName',
  'shipmentId',
  'waybillNo',
] as const;
