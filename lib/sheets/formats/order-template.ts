import type { OrderSheetField } from './order-fields';

export type OrderTemplateColumn = {
  field: OrderSheetField;
  header: string;
  example: string | number;
  /** Ids, phones and codes: a spreadsheet must not turn them into numbers. */
  text: boolean;
  choices?: readonly string[];
};

/** Our own sheet for registering orders (엑셀등록양식), one row per order line. */
export const orderTemplate: readonly OrderTemplateColumn[] = [
  { field: 'orderNo', header: '주문번호', example: '20261122-0001', text: true },
  { field: 'lineNo', header: '주문상품번호', example: '1', text: true },
  { field: 'orderedAt', header: '주문일시', example: '2026-11-22 10:30', text: true },
  { field: 'paidAt', header: '결제일시', example: '2026-11-22 10:31', text: true },
  { field: 'ordererName', header: '주문자명', example: '김모아', text: true },
  { field: 'ordererPhone', header: '주문자연락처', example: '010-0000-0000', text: true },
  { field: 'recipientName', header: '수령자명', example: '이모아', text: true },
  { field: 'recipientPhone', header: '수령자일반전화', example: '02-000-0000', text: true },
  { field: 'recipientMobile', header: '수령자휴대전화', example: '010-0000-0000', text: true },
  { field: 'postcode', header: '우편번호', example: '04524', text: true },
  { field: 'address1', header: '주소', example: '서울특별시 중구 세종대로 110', text: true },
  { field: 'address2', header: '상세주소', example: '101동 1203호', text: true },
  { field: 'note', header: '배송메세지', example: '문 앞에 놓아 주세요', text: true },
  {
    field: 'freightTerm',
    header: '선착불',
    example: '선불',
    text: true,
    choices: ['선불', '착불'],
  },
  { field: 'productNo', header: '판매처상품번호', example: 'P-1001', text: true },
  { field: 'productName', header: '판매처상품명', example: '머그컵', text: true },
  { field: 'optionName', header: '판매처옵션', example: '색상: 하양', text: true },
  { field: 'sellerOptionCode', header: '품목코드', example: 'MUG-WHITE', text: true },
  { field: 'quantity', header: '수량', example: 1, text: false },
  { field: 'unitPrice', header: '판매가', example: 12_000, text: false },
  { field: 'amount', header: '금액', example: 12_000, text: false },
];
