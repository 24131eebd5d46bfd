import { describe, expect, it } from 'vitest';
import { guessOrderColumns } from './guess-order-columns';

const guessed = (text: string, known = {}) => {
  const headers = text.split(', ');
  const columns = guessOrderColumns(headers, known);
  return Object.fromEntries(
    Object.entries(columns).map(([field, column]) => [field, headers[column ?? -1]]),
  );
};

describe('guessOrderColumns', () => {
  it('reads what a mall of its own calls its columns', () => {
    expect(
      guessed(
        'AK주문번호, 고객명, 고객 휴대전화, 받는사람, 받는사람 휴대폰, 우편, 배송지, 상품, 단품, 주문수량, 판매단가, 요청사항',
      ),
    ).toEqual({
      orderNo: 'AK주문번호',
      ordererName: '고객명',
      ordererPhone: '고객 휴대전화',
      recipientName: '받는사람',
      recipientMobile: '받는사람 휴대폰',
      postcode: '우편',
      address1: '배송지',
      productName: '상품',
      optionName: '단품',
      quantity: '주문수량',
      unitPrice: '판매단가',
      note: '요청사항',
    });
  });

  it('tells the numbers, the days and the money of an order apart', () => {
    expect(
      guessed(
        '개별주문번호, 대표주문번호, 주문일자, 결제완료일시, 발송예정일, 자체상품코드, 옵션코드, 상품번호, 옵션가격, 상품금액, 배송비구분, 배송비, 할인금액, 정산금액',
      ),
    ).toEqual({
      lineNo: '개별주문번호',
      orderNo: '대표주문번호',
      orderedAt: '주문일자',
      paidAt: '결제완료일시',
      shipBy: '발송예정일',
      sellerProductCode: '자체상품코드',
      sellerOptionCode: '옵션코드',
      productNo: '상품번호',
      optionPrice: '옵션가격',
      amount: '상품금액',
      freightTerm: '배송비구분',
      freightAmount: '배송비',
    });
  });

  it('takes a plain phone or address for the recipient’s, and an address in two parts', () => {
    expect(guessed('연락처, 주소, 상세주소, 수령인, 비고')).toEqual({
      recipientMobile: '연락처',
      address1: '주소',
      address2: '상세주소',
      recipientName: '수령인',
      note: '비고',
    });
  });

  it('takes nothing of the sender or the orderer for the recipient’s', () => {
    expect(
      guessed(
        '주문번호, 보내는분, 보내는분 연락처, 보내는분 우편번호, 보내는분 주소, 받는분, 받는분 연락처, 받는분 우편번호, 받는분 주소, 상품명, 수량, 택배비, 택배 메모',
      ),
    ).toMatchObject({
      recipientName: '받는분',
      recipientPhone: '받는분 연락처',
      postcode: '받는분 우편번호',
      address1: '받는분 주소',
      freightAmount: '택배비',
      note: '택배 메모',
    });
    const columns = guessed(
      '주문자 이메일주소, 주문자 전화, 주문자 휴대폰, 수령인, 수령인 연락처, 수령지 주소',
    );
    expect(columns).toEqual({
      ordererPhone: '주문자 전화',
      recipientName: '수령인',
      recipientPhone: '수령인 연락처',
      address1: '수령지 주소',
    });
    expect(guessed('주문자 주소, 보내는분 우편번호, 고객 연락처')).toEqual({
      ordererPhone: '고객 연락처',
    });
  });

  it('leaves alone what is known, and what speaks of something else', () => {
    expect(guessed('주문번호2, 반품수량, 수량클레임 여부, 무엇', { orderNo: 0 })).toEqual({});
    expect(guessed('수량, 구매수량', { quantity: 0 })).toEqual({});
  });
});
