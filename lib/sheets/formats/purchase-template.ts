import type { SheetTemplate } from './sheet-template';

/**
 * 공급사 발주서: one row an item, with all that a supplier needs to send it, and empty columns for the
 * courier and the number that it is to fill in. Its headers are those that a returned sheet is read by.
 */
export function purchaseTemplate(orderNo: string): SheetTemplate {
  return {
    koreanName: '공급사 발주서',
    rowPer: 'item',
    columns: [
      { header: '발주번호', value: { fixed: orderNo } },
      { header: '배송번호', value: 'shipmentNo' },
      { header: '주문번호', value: 'orderNo' },
      { header: '주문일시', value: 'orderedAt' },
      { header: '품목코드', value: 'itemCode' },
      { header: '상품명', value: 'productName' },
      { header: '옵션', value: 'optionName' },
      { header: '수량', value: 'quantity' },
      { header: '받는분', value: 'recipientName' },
      { header: '받는분 연락처', value: 'recipientContact' },
      { header: '받는분 기타연락처', value: 'recipientOtherContact' },
      { header: '우편번호', value: 'recipientPostcode' },
      { header: '받는분 주소', value: 'recipientAddress' },
      { header: '배송메시지', value: 'note' },
      { header: '보내는분', value: 'senderName' },
      { header: '보내는분 연락처', value: 'senderPhone' },
      {
        header: '운임',
        value: { freightTerm: { prepaid: '선불', collect: '착불' } },
      },
      { header: '택배사', value: { fixed: '' } },
      { header: '운송장번호', value: { fixed: '' } },
    ],
  };
}
