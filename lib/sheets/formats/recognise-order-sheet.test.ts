import { describe, expect, it } from 'vitest';
import { orderFormatKeys, orderFormatOf } from './order-formats';
import { orderTemplate } from './order-template';
import { recogniseOrderSheet, suggestOrderColumns } from './recognise-order-sheet';

const exports = {
  smartstore:
    '상품주문번호, 주문번호, 배송속성, 풀필먼트사(주문 기준), 택배사(주문 기준), 배송방법(구매자 요청), 배송방법, 택배사, 송장번호, 발송일, 판매채널, 구매자명, 구매자ID, 수취인명, 주문상태, 주문세부상태, 수량클레임 여부, 결제위치, 결제일, 상품번호, 상품명, 상품종류, 반품안심케어, 멤버십N배송, 옵션정보, 옵션관리코드, 수량, 옵션가격, 상품가격, 최종 상품별 할인액, 최종 상품별 총 주문금액, 발송기한, 배송비 형태, 배송비 합계, 판매자 상품코드, 수취인연락처1, 수취인연락처2, 통합배송지, 기본배송지, 상세배송지, 구매자연락처, 우편번호, 배송메세지, 개인통관고유부호, 주문일시',
  coupang:
    '번호, 묶음배송번호, 주문번호, 택배사, 운송장번호, 분리배송 Y/N, 분리배송 출고예정일, 주문시 출고예정일, 출고일(발송일), 주문일, 등록상품명, 등록옵션명, 노출상품명(옵션명), 노출상품ID, 옵션ID, 최초등록등록상품명/옵션명, 업체상품코드, 바코드, 결제액, 배송비구분, 배송비, 도서산간 추가배송비, 구매수(수량), 옵션판매가(판매단가), 구매자, 구매자전화번호, 수취인이름, 수취인전화번호, 우편번호, 수취인 주소, 배송메세지, 개인통관번호(PCCC)',
  esm: '아이디, 주문번호, 상품번호, 주문일자(결제확인전), 판매금액, 판매단가, 구매자명, 구매자ID, 상품명, 수량, 주문옵션, 수령인명, 수령인 휴대폰, 수령인 전화번호, 우편번호, 주소, 배송시 요구사항, 배송번호, 배송비, 배송비 금액, 택배사명(발송방법), 송장번호, 장바구니번호(결제번호), 구매자 휴대폰, 발송예정일, 판매자 관리코드, 판매자 상세관리코드',
  '11st':
    'NO, 주문번호, 주문순번, 배송번호, 주문상태, 주문일시, 결제일시, 상품번호, 상품명, 옵션, 수량, 주문금액, 구매자, 수취인, 휴대폰번호, 전화번호, 우편번호, 주소, 배송메시지, 판매자상품코드',
  kakao:
    '결제번호, 주문번호, 채널상품번호, 판매자상품번호, 상품명, 옵션, 수량, 수령인명, 하이픈포함 수령인연락처1, 우편번호, 배송지주소, 배송메세지, 택배사코드, 송장번호, 정산기준금액, 톡딜여부',
  kyobo:
    '주문번호, 교보주문번호, 상품이름, 상품옵션, 상품수량, 수취인, 수취인핸드폰, 우편번호, 주소1, 주소2, 배송메세지, 고객결제일',
  moa: orderTemplate.map(({ header }) => header).join(', '),
};

const needed = [
  'orderNo',
  'recipientName',
  'recipientMobile',
  'postcode',
  'address1',
  'note',
  'productName',
  'optionName',
  'quantity',
] as const;

describe('recogniseOrderSheet', () => {
  it.each(Object.entries(exports))(
    'knows the export of %s and finds what a parcel needs',
    (format, text) => {
      const headers = text.split(', ');
      const match = recogniseOrderSheet(headers);
      expect(match?.format).toBe(format);
      for (const field of needed) expect(match?.columns, field).toHaveProperty(field);
    },
  );

  it.each(Object.entries(exports))(
    'knows %s with its columns in any order, spaced or bracketed otherwise',
    (format, text) => {
      const headers = text.split(', ').reverse();
      const written = headers.map((header) =>
        ` ${header.replace('(', ' [').replace(')', ']')} `.replace('메세지', '메시지'),
      );
      const match = recogniseOrderSheet(written);
      expect(match).toEqual(recogniseOrderSheet(headers));
      expect(match?.format).toBe(format);
    },
  );

  it('gives each field its own column', () => {
    const headers = exports.coupang.split(', ');
    const columns = recogniseOrderSheet(headers)?.columns ?? {};
    expect(headers[columns.orderNo ?? -1]).toBe('주문번호');
    expect(headers[columns.lineNo ?? -1]).toBe('옵션ID');
    expect(headers[columns.unitNo ?? -1]).toBe('묶음배송번호');
    expect(headers[columns.quantity ?? -1]).toBe('구매수(수량)');
  });

  it('takes the SmartStore address once: in two parts, or whole without the detail', () => {
    const headers = exports.smartstore.split(', ');
    const split = recogniseOrderSheet(headers)?.columns ?? {};
    expect([headers[split.address1 ?? -1], headers[split.address2 ?? -1]]).toEqual([
      '기본배송지',
      '상세배송지',
    ]);
    const whole = headers.filter((header) => header !== '기본배송지');
    const columns = recogniseOrderSheet(whole)?.columns ?? {};
    expect(whole[columns.address1 ?? -1]).toBe('통합배송지');
    expect(columns).not.toHaveProperty('address2');
  });

  it('takes the older name of a column where the newer is missing', () => {
    const headers = ['상품주문번호', '수취인연락처1', '상품별 총 주문금액'];
    expect(recogniseOrderSheet(headers)?.columns.amount).toBe(2);
  });

  it('does not guess at a file it does not know', () => {
    expect(recogniseOrderSheet(['주문번호', '수취인', '상품명', '수량'])).toBeNull();
    expect(recogniseOrderSheet([])).toBeNull();
  });

  it('has no two formats that know the same headers', () => {
    for (const key of orderFormatKeys) {
      const headers = exports[key].split(', ');
      const known = orderFormatKeys.filter((other) =>
        orderFormatOf(other).detectedBy.every((name) => headers.includes(name)),
      );
      expect(known).toEqual([key]);
    }
  });
});

it('suggestOrderColumns offers a first mapping for an unknown file', () => {
  const columns = suggestOrderColumns(['주문 번호', '무엇', '수취인명', '배송 메시지', '수량']);
  expect(columns).toMatchObject({ orderNo: 0, recipientName: 2, note: 3, quantity: 4 });
  expect(Object.values(columns)).not.toContain(1);
});
