import { describe, expect, it } from 'vitest';
import type { OrderFormatKey } from '@/lib/sheets/formats/order-formats';
import { recogniseOrderSheet } from '@/lib/sheets/formats/recognise-order-sheet';
import type { SheetCell } from '@/lib/sheets/sheet';
import { keptOf, ordersOf, rowReader } from './rows';
import { judgeRows, sellersIn } from './verdict';

const uploadedAt = new Date('2026-11-22T01:00:00Z');

type Cells = Record<string, SheetCell>;

/** Reads rows given by header name, as the format of those headers says. */
function read(marketplace: string, rows: Cells[], format?: OrderFormatKey | null) {
  const headers = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const recognised = recogniseOrderSheet(headers);
  const reader = rowReader({
    marketplace,
    format: format === undefined ? (recognised?.format ?? null) : format,
    headers,
    columns: recognised?.columns ?? {},
    isClosed: false,
    uploadedAt,
  });
  return rows.map((row, index) =>
    reader({ rowNo: index + 2, cells: headers.map((header) => row[header] ?? null) }),
  );
}

function readOne(marketplace: string, row: Cells) {
  const [result] = read(marketplace, [row]);
  if (!result?.line) throw new Error(JSON.stringify(result?.problems));
  return result.line;
}

function problemsOf(marketplace: string, row: Cells) {
  const [result] = read(marketplace, [row]);
  return result?.problems?.map(({ problem, column }) => `${problem} ${column}`.trim());
}

const smartstore: Cells = {
  상품주문번호: '2026112212345671',
  주문번호: '2026112298765431',
  주문상태: '결제완료',
  주문세부상태: '발주확인',
  구매자명: '김하늘',
  구매자연락처: '01099998888',
  수취인명: '한서윤',
  수취인연락처1: 1034567788,
  수취인연락처2: '',
  우편번호: 6236,
  기본배송지: '서울특별시 강남구 테헤란로 152',
  상세배송지: '1204호',
  배송메세지: '문 앞',
  '배송비 형태': '유료',
  상품번호: '9876543210',
  상품명: '린넨 셔츠',
  옵션정보: '색상: 블랙 / 사이즈: L',
  옵션관리코드: 'SHIRT-L',
  수량: 2,
  상품가격: 19900,
  옵션가격: 1000,
  '최종 상품별 총 주문금액': 40800,
  발송기한: new Date('2026-11-24T14:59:59Z'),
  결제일: new Date('2026-11-21T04:05:00Z'),
  주문일시: 46347.1666666667,
};

const coupang: Cells = {
  묶음배송번호: '123456789012345678',
  주문번호: '3100009000001',
  옵션ID: '70011112222',
  노출상품ID: '500600700',
  등록상품명: '린넨 셔츠',
  등록옵션명: '블랙, L',
  '구매수(수량)': '1',
  '옵션판매가(판매단가)': '19,900',
  결제액: '18,900원',
  수취인이름: '한서윤',
  수취인전화번호: '0502-1234-5678',
  우편번호: '06236',
  '수취인 주소': '서울특별시 강남구 테헤란로 152 1204호',
  주문일: '2026-11-22 09:10:11',
  '주문시 출고예정일': '2026-11-24',
};

const moa: Cells = {
  주문번호: 'T-1',
  주문상품번호: '',
  주문일시: '',
  결제일시: '',
  주문자명: '',
  주문자연락처: '',
  수령자명: '윤슬아',
  수령자일반전화: '',
  수령자휴대전화: '010-2222-3333',
  우편번호: '04001',
  주소: '서울특별시 마포구 물결로 1',
  상세주소: '',
  배송메세지: '',
  선착불: '착불',
  판매처상품번호: '',
  판매처상품명: '담요',
  판매처옵션: '회색',
  품목코드: '',
  수량: 1,
  판매가: 12000,
  금액: null,
};

const esm: Cells = {
  '장바구니번호(결제번호)': '7000000001',
  아이디: '옥션(moa)',
  주문번호: '4000000001',
  상품명: '양말',
  주문옵션: '회색',
  수량: 3,
  판매단가: 1000,
  판매금액: 3000,
  수령인명: '한서윤',
  '수령인 휴대폰': '010-3456-7788',
  주소: '서울특별시 강남구 테헤란로 152',
};

describe('a SmartStore row', () => {
  it('is one line under its 상품주문번호, with the price of its option and its times in Korea', () => {
    expect(readOne('smartstore', smartstore)).toMatchObject({
      orderNo: '2026112298765431',
      orderedAt: '2026-11-20T19:00:00.000Z',
      paidAt: '2026-11-21T04:05:00.000Z',
      orderer: { name: '김하늘', phone: '', mobile: '010-9999-8888' },
      line: {
        lineKey: '2026112212345671',
        channelUnitNo: '2026112212345671',
        productCode: '9876543210',
        sellerOptionCode: 'SHIRT-L',
        quantity: 2,
        unitPrice: 20_900,
        amount: 40_800,
        freightTerm: 'prepaid',
        shipBy: '2026-11-24T14:59:59.000Z',
      },
    });
  });

  it('gets back the zeros that a spreadsheet ate of phones and postcodes', () => {
    const { recipient } = readOne('smartstore', smartstore).line;
    expect(recipient).toMatchObject({ mobile: '010-3456-7788', phone: '', postcode: '06236' });
  });

  it.each([
    ['010-1234-5678 / 02-123-4567', '010-1234-5678'],
    ['010 1234 5678\n02-123-4567', '010-1234-5678'],
    ['01012345678(0212345678)', '010-1234-5678'],
    ['０１０－１２３４－５６７８', '010-1234-5678'],
    ['010-12**-5678', '010-12**-5678'],
  ])('of the cell %j takes one number', (written, mobile) => {
    const { recipient } = readOne('smartstore', { ...smartstore, 수취인연락처1: written }).line;
    expect(recipient).toMatchObject({ mobile });
  });

  it.each([
    [{ 상품주문번호: 1.23e17 }, ['damaged 상품주문번호']],
    [{ 주문번호: '2.02E+15' }, ['damaged 주문번호']],
    [{ 상품주문번호: '' }, ['required 상품주문번호']],
    [{ 수취인명: ' ', 기본배송지: null }, ['required 수취인명', 'required 기본배송지']],
    [{ 수량: '한 개' }, ['notWhole 수량']],
    [{ 수량: 0 }, ['tooSmall 수량']],
    [{ 수량: '' }, ['required 수량']],
    [{ 결제일: '어제' }, ['notDate 결제일']],
    [{ 주문세부상태: '신규주문' }, ['notAcknowledged 주문세부상태']],
    [{ 주문세부상태: '취소요청' }, ['claimed 주문세부상태']],
    [{ 주문세부상태: '배송중' }, ['alreadyShipped 주문세부상태']],
  ])('with %o is bad and says so by the column', (changed, problems) => {
    expect(problemsOf('smartstore', { ...smartstore, ...changed })).toEqual(problems);
  });

  it('that stands twice in a file is bad the second time', () => {
    const [first, second] = read('smartstore', [smartstore, smartstore]);
    expect(first?.problems).toBeNull();
    expect(second?.problems).toMatchObject([{ problem: 'repeated', shown: '2' }]);
  });
});

it.each([
  ['smartstore', { ...smartstore, 배송속성: '도착보장' }, true],
  ['smartstore', { ...smartstore, 배송속성: '', '풀필먼트사(주문 기준)': 'CJ대한통운' }, true],
  [
    'smartstore',
    { ...smartstore, 배송속성: '판매자 도착보장', '풀필먼트사(주문 기준)': '-' },
    false,
  ],
  ['smartstore', { ...smartstore, 배송속성: '오늘출발' }, false],
  ['coupang', { ...coupang, 배송유형: '로켓그로스' }, true],
  ['coupang', { ...coupang, 배송유형: '판매자배송' }, false],
])('a row of %s that %o says is sent by the marketplace: %s', (marketplace, row, isSent) => {
  expect(readOne(marketplace, row).line.marketShipped).toBe(isSent);
});

it('a Coupang row is one line under order and option, in its box, until the end of the last day', () => {
  expect(readOne('coupang', coupang)).toMatchObject({
    orderedAt: '2026-11-22T00:10:11.000Z',
    line: {
      lineKey: '3100009000001-70011112222',
      channelUnitNo: '123456789012345678',
      productCode: '70011112222',
      unitPrice: 19_900,
      amount: 18_900,
      shipBy: '2026-11-24T14:59:59.000Z',
    },
  });
});

it('an 11번가 row is one line under order and 주문순번, in its delivery', () => {
  const row = {
    주문번호: '20261122000000001',
    주문순번: '2',
    배송번호: '55',
    수취인: '한서윤',
    주소: '서울특별시 강남구 테헤란로 152',
    상품명: '양말',
    수량: 1,
  };
  expect(readOne('11st', row).line).toMatchObject({
    lineKey: '20261122000000001-2',
    channelUnitNo: '55',
  });
});

it('an 11번가 row says how many were ordered behind its option, as the API does', () => {
  const row = {
    ...{ 주문번호: '20261122000000001', 주문순번: '2', 배송번호: '55', 수취인: '한서윤' },
    ...{ 주소: '서울특별시 강남구 테헤란로 152', 상품명: '양말', 옵션: '색상:블랙-3개' },
  };
  const counts = { option: '색상:블랙', quantity: 3 };
  const whole = readOne('11st', { ...row, 수량: 3 }).line;
  expect(whole).toMatchObject({ ...counts, cancelledQuantity: 0 });
  expect(readOne('11st', { ...row, 수량: 2 }).line).toMatchObject({
    ...counts,
    cancelledQuantity: 1,
  });
});

describe('an ESM row', () => {
  it.each([
    ['회색/3개', '', '회색'],
    ['회색/2개', '', '회색 2개'],
    ['회색', '벨트/1개', '회색 / 추가: 벨트 1개'],
    ['', '벨트/2개, 파우치', '추가: 벨트 2개 / 추가: 파우치 1개'],
  ])('with %s and %s added has the option of the API: %s', (chosen, added, option) => {
    const row = { ...esm, 주문옵션: chosen, 추가구성: added };
    expect(readOne('auction', row).line.option).toBe(option);
  });

  it('is one line under its order number', () => {
    expect(readOne('auction', esm).line).toMatchObject({ lineKey: '4000000001', quantity: 3 });
  });

  it('of the other market is not for this channel', () => {
    expect(problemsOf('gmarket', esm)).toEqual(['otherMarket 아이디']);
  });

  it('of another seller is not for this channel, and says so', () => {
    const rows = ['옥션(moa)', '옥션(moa2)', ''].map((seller, at) => ({
      ...esm,
      아이디: seller,
      주문번호: `400000000${at}`,
    }));
    const readRows = read('auction', rows).map(keptOf);
    const sellers = { account: 'moa', own: new Set(['moa']), others: new Set<string>() };
    const { foreign } = sellersIn(readRows, sellers);
    const judged = judgeRows(readRows, {
      standingOf: () => 'new',
      foreign,
      repeated: new Map<number, number>(),
    });
    expect(judged.map(({ outcome }) => outcome)).toEqual(['new', 'bad', 'new']);
    expect(judged[1]?.problems).toMatchObject([
      { problem: 'otherSeller', field: 'sellerAccount', shown: 'moa2' },
    ]);
  });
});

describe('a row of our own sheet', () => {
  it('is good without its phone of words, and says that it is left out', () => {
    const [row, plain] = read('manual', [
      { ...moa, 수령자휴대전화: '전화없음' },
      { ...moa, 주문번호: 'T-2', 수령자일반전화: '-' },
    ]);
    const rows = [row, plain].flatMap((row) => row ?? []);
    const judged = judgeRows(rows.map(keptOf), {
      standingOf: () => 'new',
      foreign: new Set<string>(),
      repeated: new Map<number, number>(),
    });
    expect(judged.map(({ outcome }) => outcome)).toEqual(['warned', 'new']);
    expect(judged[0]?.problems).toMatchObject([
      { problem: 'phoneOfWords', column: '수령자휴대전화', shown: '전화없음' },
    ]);
    expect(row?.line?.line.recipient).toMatchObject({ phone: '', mobile: '' });
  });

  it('needs neither line number nor times nor total', () => {
    expect(readOne('manual', moa)).toMatchObject({
      orderedAt: uploadedAt.toISOString(),
      paidAt: uploadedAt.toISOString(),
      orderer: { name: '윤슬아', mobile: '010-2222-3333' },
      line: { channelUnitNo: 'T-1', freightTerm: 'collect', amount: 12_000 },
    });
  });

  it('without a line number is the n-th of its product and option, whatever stands between', () => {
    const other = { ...moa, 판매처옵션: '흰색' };
    const rows = read('manual', [moa, other, { ...moa, 판매처옵션: ' 회색 ' }]);
    const keys = rows.map((row) => row.line?.line.lineKey);
    expect(new Set(keys).size).toBe(3);
    expect(read('manual', [moa, moa]).map((row) => row.line?.line.lineKey)).toEqual([
      keys[0],
      keys[2],
    ]);
  });

  it('keeps its number when an earlier row is bad', () => {
    const [, whole] = read('manual', [moa, moa]);
    const [, beside] = read('manual', [{ ...moa, 수량: 0 }, moa]);
    expect(beside?.line?.line.lineKey).toBe(whole?.line?.line.lineKey);
  });

  it('that is the example is not an order', () => {
    const example = { ...moa, 주문번호: '20261122-0001', 수령자명: '이모아' };
    expect(problemsOf('manual', example)).toEqual(['exampleRow 주문번호']);
  });
});

it('rows of one number are one order, with the orderer and the times of its first row', () => {
  const rows = read('manual', [moa, { ...moa, 판매처상품명: '양말', 주문자명: '다른 이' }]);
  const orders = ordersOf(rows.flatMap((row) => row.line ?? []));
  expect(orders).toHaveLength(1);
  expect(orders[0]).toMatchObject({ orderNo: 'T-1', orderer: { name: '윤슬아' } });
  expect(orders[0]?.lines.map((line) => line.productName)).toEqual(['담요', '양말']);
});
