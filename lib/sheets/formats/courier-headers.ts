import type { CourierKey } from '@/lib/couriers/registry';

export const courierSheetFields = [
  /** Our 배송번호: the built-in templates send it as 고객주문번호. */
  'shipmentNo',
  'waybillNo',
  'courierName',
  'orderNo',
  'recipientName',
  'recipientPhone',
  'recipientMobile',
  'address',
  'productName',
] as const;

export type CourierSheetField = (typeof courierSheetFields)[number];

/** What the couriers' programs call these columns in the files they give back. */
export const courierHeaders: Record<CourierSheetField, readonly string[]> = {
  shipmentNo: [
    '고객주문번호',
    '배송번호',
    '출고번호',
    '고객사용번호',
    '고객관리번호',
    '송장관리번호',
  ],
  waybillNo: ['운송장번호', '송장번호', '등기번호', '운송장', '택배송장번호', '송장번호(로젠택배)'],
  courierName: ['택배사', '배송업체', '택배사명', '택배회사'],
  orderNo: ['주문번호', '원주문번호'],
  recipientName: [
    '받는분성명',
    '받는분',
    '받으시는 분',
    '받는사람',
    '받는고객',
    '수하인명',
    '수하인',
    '수취인명',
    '수취인',
    '수령자명',
    '수령인명',
  ],
  recipientPhone: [
    '받는분전화번호',
    '받으시는 분 전화',
    '받는분전화',
    '전화번호1',
    '받는고객전화번호',
    '수하인전화번호',
    '수하인전화',
    '수취인전화번호',
    '수취인전화',
  ],
  recipientMobile: [
    '받는분기타연락처',
    '받는분핸드폰',
    '받는분휴대폰',
    '전화번호2',
    '받는고객핸드폰번호',
    '수하인핸드폰번호',
    '수하인휴대폰',
    '수취인휴대폰번호',
    '수취인휴대폰',
    '수취인핸드폰',
  ],
  address: [
    '받는분주소(전체, 분할)',
    '받는분총주소',
    '받는분주소',
    '받는고객전체주소',
    '수하인주소',
    '수취인주소',
    '주소',
  ],
  productName: ['품목명', '상품명', '상품명1', '물품명', '품명', '내용품명', '내품명', '내품명1'],
};

/** Headers that only one courier's program uses; the first that fits wins. */
export const courierSignatures: readonly { courier: CourierKey; all: readonly string[] }[] = [
  { courier: 'cj', all: ['받는분성명', '받는분주소(전체, 분할)'] },
  { courier: 'cj', all: ['받는분성명', '집화예정일자'] },
  { courier: 'hanjin', all: ['받으시는 분', '받는분총주소'] },
  { courier: 'lotte', all: ['받는사람', '상품명1', '수량(A타입)'] },
  { courier: 'logen', all: ['수하인명', '수하인주소'] },
  { courier: 'logen', all: ['수하인', '수하인주소', '물품명'] },
  { courier: 'logen', all: ['송장번호(로젠택배)'] },
  { courier: 'epost', all: ['등기번호', '수취인명'] },
];
