import type { CourierKey } from '@/lib/couriers/registry';
import type { SheetTemplate, TemplateValue } from './sheet-template';

export type CourierTemplate = SheetTemplate & { key: string; courier: CourierKey };

const itemSummary: TemplateValue = {
  join: ['productName', 'optionName', 'quantity'],
  maxBytes: 150,
};
const freightTerm: TemplateValue = { freightTerm: { prepaid: '선불', collect: '착불' } };
const leftEmpty: TemplateValue = { fixed: '' };

/**
 * The upload forms of the couriers' programs; each mall adjusts copies to its contract. 고객주문번호
 * carries the 배송번호, so that the file that comes back finds its shipments.
 */
export const courierTemplates: readonly CourierTemplate[] = [
  {
    key: 'cj',
    courier: 'cj',
    koreanName: 'CJ대한통운 접수 양식',
    rowPer: 'shipment',
    columns: columns({
      예약구분: { fixed: '1' },
      집하예정일: leftEmpty,
      보내는분성명: 'senderName',
      보내는분전화번호: 'senderPhone',
      보내는분우편번호: 'senderPostcode',
      '보내는분주소(전체, 분할)': 'senderAddress',
      받는분성명: 'recipientName',
      받는분전화번호: 'recipientContact',
      받는분기타연락처: 'recipientOtherContact',
      받는분우편번호: 'recipientPostcode',
      '받는분주소(전체, 분할)': 'recipientAddress',
      운송장번호: leftEmpty,
      고객주문번호: 'shipmentNo',
      품목명: itemSummary,
      박스수량: 'boxCount',
      박스타입: { fixed: '1' },
      기본운임: leftEmpty,
      배송메세지1: 'note',
      운임구분: freightTerm,
    }),
  },
  {
    key: 'hanjin',
    courier: 'hanjin',
    koreanName: '한진택배 접수 양식',
    rowPer: 'shipment',
    columns: columns({
      고객주문번호: 'shipmentNo',
      '받으시는 분': 'recipientName',
      '받으시는 분 전화': 'recipientContact',
      받는분핸드폰: 'recipientOtherContact',
      받는분우편번호: 'recipientPostcode',
      받는분총주소: 'recipientAddress',
      품목명: itemSummary,
      수량: 'boxCount',
      지불조건: freightTerm,
      특기사항: 'note',
      '보내시는 분': 'senderName',
      '보내시는 분 전화': 'senderPhone',
      보내는분우편번호: 'senderPostcode',
      보내는분총주소: 'senderAddress',
    }),
  },
  {
    key: 'lotte',
    courier: 'lotte',
    koreanName: '롯데택배 접수 양식',
    rowPer: 'shipment',
    columns: columns({
      고객주문번호: 'shipmentNo',
      '보내는사람(지정)': 'senderName',
      '전화번호1(지정)': 'senderPhone',
      '우편번호(지정)': 'senderPostcode',
      '주소(지정)': 'senderAddress',
      받는사람: 'recipientName',
      전화번호1: 'recipientContact',
      전화번호2: 'recipientOtherContact',
      우편번호: 'recipientPostcode',
      주소: 'recipientAddress',
      상품명1: itemSummary,
      '수량(A타입)': 'boxCount',
      배송메시지: 'note',
      운임구분: freightTerm,
      운송장번호: leftEmpty,
    }),
  },
  {
    key: 'logen',
    courier: 'logen',
    koreanName: '로젠택배 접수 양식',
    rowPer: 'shipment',
    columns: columns({
      수하인명: 'recipientName',
      우편번호: 'recipientPostcode',
      수하인주소: 'recipientAddress',
      수하인전화번호: 'recipientContact',
      수하인핸드폰번호: 'recipientOtherContact',
      박스수량: 'boxCount',
      택배운임: leftEmpty,
      운임구분: freightTerm,
      품목명: itemSummary,
      고객주문번호: 'shipmentNo',
      배송메세지: 'note',
    }),
  },
  {
    key: 'epost',
    courier: 'epost',
    koreanName: '우체국택배 접수 양식',
    rowPer: 'shipment',
    columns: columns({
      고객주문번호: 'shipmentNo',
      수취인명: 'recipientName',
      수취인우편번호: 'recipientPostcode',
      수취인주소: 'recipientAddress',
      수취인휴대폰번호: 'recipientContact',
      수취인전화번호: 'recipientOtherContact',
      내용품명: itemSummary,
      수량: 'boxCount',
      배송메세지: 'note',
      등기번호: leftEmpty,
    }),
  },
];

function columns(values: Record<string, TemplateValue>): SheetTemplate['columns'] {
  return Object.entries(values).map(([header, value]) => ({ header, value }));
}
