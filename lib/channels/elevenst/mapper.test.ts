import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { ChannelAnswerError } from '../errors';
import { fixture } from '../testing';
import { claimLists, toClaims } from './claim-mapper';
import { numberAsSent, numberAsShown } from './couriers';
import { toOrders, toSentOrders } from './mapper';
import { statusOf } from './status';
import { decodeXml, readAction, readList } from './xml';

const utf8 = fixture('elevenst/fixtures/complete.xml');
/** As the marketplace sends it. */
const bytes = iconv.encode(utf8, 'cp949');
const { rows } = readList(decodeXml(bytes));
const paid = { state: 'paid', rawState: '202' } as const;
const [order, retail] = toOrders(rows, paid).orders;
const [hood, socks] = order?.lines ?? [];

describe('the bytes of an answer', () => {
  it('come out as they were written, with what the encoding lacks as numbers', () => {
    expect(decodeXml(bytes)).toBe(utf8);
    expect(rows[2]?.rcvrNm).toBe('설뷁');
    expect(rows[1]).toMatchObject({
      prdNm: '양말 & 장갑 <겨울>',
      ordDlvReqCont: '문 앞에 놓아주세요 😉',
    });
  });

  it('are UTF-8 where their declaration says so', () => {
    const other = utf8.replace('euc-kr', 'UTF-8');
    expect(decodeXml(Buffer.from(other))).toBe(other);
  });

  it('keep every id as text, to the last of 17 digits', () => {
    expect(rows[0]).toMatchObject({ ordNo: '20260114123456789', ordPrdSeq: '1', addPrdNo: '0' });
  });

  it('define no entities and are whole', () => {
    const bomb = '<!DOCTYPE a [<!ENTITY b "c">]><ns2:orders>&b;</ns2:orders>';
    for (const xml of [bomb, utf8.slice(0, 900), '<html><br></html>', 'oops', '']) {
      expect(() => readList(xml)).toThrow(ChannelAnswerError);
      expect(() => readAction(xml)).toThrow(ChannelAnswerError);
    }
  });

  it('spell an entity once', () => {
    const result = '<result_code>-1</result_code><result_text>&amp;lt;b&amp;gt;</result_text>';
    expect(readAction(`<ResultOrder>${result}</ResultOrder>`).message).toBe('&lt;b&gt;');
  });
});

describe('an order line', () => {
  it('is known by 주문번호 and 주문순번 and shipped by its 배송번호', () => {
    expect(hood).toMatchObject({
      lineKey: '20260114123456789-1',
      channelUnitNo: '4086036501',
      productCode: '2937029501',
      productName: '포근 기모 후드',
      sellerOptionCode: 'HOOD-01-BK-L',
      sellerProductCode: 'HOOD-01',
      ...paid,
    });
    expect(order).toMatchObject({
      orderNo: '20260114123456789',
      orderedAt: new Date('2026-01-14T12:04:05Z'),
      paidAt: new Date('2026-01-14T12:05:10Z'),
      orderer: { name: '한보라', phone: '', mobile: '010-0000-1234' },
    });
    expect(order?.lines).toHaveLength(2);
    expect(hood?.shipBy).toEqual(new Date('2026-01-16T14:59:59Z'));
  });

  it('has its option without the number of pieces behind it', () => {
    const options = [hood, socks, retail?.lines[0]].map((line) => line?.option);
    expect(options).toEqual(['색상:블랙/사이즈:L', '', '용량:500ml-2개']);
  });

  it('counts as cancelled what is missing from the number behind the option', () => {
    expect(socks).toMatchObject({ quantity: 3, cancelledQuantity: 1, claimedQuantity: 0 });
    expect(hood).toMatchObject({ quantity: 1, cancelledQuantity: 0 });
  });

  it('costs the price and its share of the option, thousands separators or not', () => {
    expect(socks).toMatchObject({ unitPrice: 5_500, amount: 11_000, currency: 'KRW' });
    expect(hood).toMatchObject({ unitPrice: 19_000, amount: 19_000 });
  });

  it('reads the word null and the stub of a phone as nothing', () => {
    expect(socks).toMatchObject({ sellerOptionCode: '', sellerProductCode: '' });
    expect(hood?.recipient).toEqual({
      name: '한보라',
      phone: '033-000-5678',
      mobile: '010-0000-1234',
      postcode: '24266',
      address1: '강원특별자치도 춘천시 중앙로 1',
      address2: '101동 1203호',
      note: '',
    });
    expect(retail).toMatchObject({ paidAt: null });
    expect(retail?.lines[0]).toMatchObject({ shipBy: null, recipient: { phone: '' } });
  });

  it('is left to the marketplace when its own warehouse sends it, and 착불 when it says so', () => {
    expect([hood, retail?.lines[0]].map((line) => line?.marketShipped)).toEqual([false, true]);
    expect([hood, socks].map((line) => line?.freightTerm)).toEqual(['prepaid', 'collect']);
  });

  it('that is a gift is as any other once it has an address, and has none before', () => {
    const gift = { ...rows[0], sendGiftYn: 'Y' };
    const nowhere = { rcvrMailNo: 'null', rcvrBaseAddr: 'null', rcvrDtlsAddr: '' };
    const [accepted] = toOrders([gift], paid).orders;
    expect(accepted?.lines[0]?.recipient).toEqual(hood?.recipient);
    const [waiting] = toOrders([{ ...gift, ...nowhere }], paid).orders;
    expect(waiting?.lines[0]).toMatchObject({
      marketShipped: false,
      recipient: { name: '한보라', postcode: '', address1: '', address2: '' },
    });
  });

  it('that cannot be read stands aside with its reason and spoils no other', () => {
    const lost = rows.map((row) => (row.ordPrdSeq === '2' ? { ...row, ordQty: '많이' } : row));
    const garbled = [...lost, { ...lost[0], ordNo: '20260114111111111', rcvrNm: '한\uFFFD라' }];
    const read = toOrders(garbled, paid);
    expect(read.orders.flatMap(({ lines }) => lines)).toHaveLength(2);
    expect(read.malformed).toMatchObject([
      {
        orderNo: '20260114123456789',
        partNo: '20260114123456789-2',
        reason: expect.stringContaining('ordQty'),
      },
      { orderNo: '20260114111111111', reason: 'rcvrNm: undecodable text' },
    ]);
  });

  it('that comes twice in a list is one', () => {
    const twice = toOrders([...rows, ...rows].reverse(), paid).orders;
    expect(twice.flatMap(({ lines }) => lines)).toHaveLength(3);
  });

  it('on the way is known by its state; its day stands in its number', () => {
    const delivered = readList(fixture('elevenst/fixtures/deliveries.xml')).rows;
    const [sent] = toSentOrders(delivered).orders;
    expect(sent).toMatchObject({ orderedAt: new Date('2026-01-13T15:00:00Z'), paidAt: null });
    expect(sent?.lines.map(({ state, rawState }) => [state, rawState])).toEqual([
      ['shipping', '401'],
      ['acknowledged', '301'],
    ]);
  });
});

describe('claims', () => {
  const listed = (path: string) => claimLists.find((list) => list.path === path) ?? claimLists[0];
  const read = (name: string, path: string, change = (xml: string) => xml) => {
    const list = listed(path);
    if (!list) throw new Error('no list');
    return toClaims(readList(change(fixture(`elevenst/fixtures/${name}.xml`))).rows, list);
  };

  it('say by their code how they stand', () => {
    expect(read('cancels', 'cancelorders').claims).toMatchObject([
      {
        claimNo: 'C81925831',
        lineKey: '20260114123456789-1',
        kind: 'cancel',
        state: 'requested',
        quantity: 1,
        reason: '다른 색을 사려고요.',
        requestedAt: new Date('2026-01-15T00:50:05Z'),
      },
    ]);
    expect(read('returns', 'returnorders').claims).toMatchObject([
      { claimNo: 'R24003301', kind: 'return', state: 'requested', quantity: 2, reason: '' },
    ]);
  });

  it('have ended as the list says that they stand on', () => {
    expect(read('cancels', 'canceledorders').claims).toMatchObject([{ state: 'done' }]);
    expect(read('cancels', 'withdrawcanceledorders').claims).toMatchObject([
      { claimNo: 'C81925831', state: 'withdrawn' },
    ]);
    expect(read('returns', 'retractretorders').claims).toMatchObject([{ state: 'withdrawn' }]);
  });

  it('in a state that nobody knows are told of, not guessed', () => {
    const strange = (xml: string) => xml.replace('<ordCnStatCd>01', '<ordCnStatCd>77');
    const { claims, faults } = read('cancels', 'cancelorders', strange);
    expect(claims).toEqual([]);
    expect(faults).toEqual(['cancelorders: unknown state of 81925831']);
  });
});

it('knows every state of the table, and none besides', () => {
  expect(statusOf('701')).toEqual({ state: 'acknowledged', claimOpen: true });
  expect(statusOf('901')?.state).toBe('confirmed');
  expect(statusOf('101')).toBeNull();
});

it('sends the numbers of 건영택배 behind the day, and takes the day off again', () => {
  expect(numberAsSent('00037', '1234567890', '20260115')).toBe('202601151234567890');
  expect(numberAsShown('00037', '202601151234567890')).toBe('1234567890');
  expect(numberAsSent('00034', '684809623814', '20260115')).toBe('684809623814');
});
