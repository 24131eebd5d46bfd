import { describe, expect, it } from 'vitest';
import type { ListedOrder } from '../control';
import { startPracticeTest } from '../testing';
import { serveEachTest, test } from '../testing-each';
import { apiKey, get, makeOrders, oneUnit, resultOf, values, WEEK } from './testing';

serveEachTest();

const HANJIN = '00011';
const NUMBER = '510000000005';

const acknowledgePath = ({ orderNo, unitNo }: ListedOrder, seq: string) =>
  `ordservices/reqpackaging/${orderNo}/${seq}/N/null/${unitNo}`;
const shipPath = ({ unitNo }: ListedOrder, invcNo = NUMBER, courier = HANJIN) =>
  `ordservices/reqdelivery/202601151200/01/${courier}/${invcNo}/${unitNo}`;
const seqsOf = ({ lines }: ListedOrder) => lines.map(({ lineKey }) => lineKey);

describe('a wrong 11번가 client', () => {
  it('with no key or a key of nobody is told so inside HTTP 200', async () => {
    for (const key of ['', 'nobody']) {
      const { status, xml } = await get(`ordservices/complete/${WEEK}`, key);
      expect(status).toBe(200);
      expect(xml).toContain('<ns2:result_code>-1</ns2:result_code>');
      expect(xml).toContain('OpenAPI Key 에 해당하는 유저가 없습니다.');
    }
  });

  it.each([
    ['complete', '202601081159/202601151200', -3105],
    ['packaging', '202601081159/202601151200', -3305],
    ['shipping', '202601081159/202601151200', -3904],
    ['complete', '20260115/202601151200', -3103],
    ['packaging', '202601151200/2026-01-15', Number.NaN],
    ['packaging', '202601151200/202613151200', -3304],
  ])('that asks %s for %s is refused', async (list, period, code) => {
    expect(await resultOf(`ordservices/${list}/${period}`)).toBe(code);
  });

  it('that asks for more than thirty days of claims, or for 101 orders, is refused', async () => {
    const claims = await resultOf('claimservice/cancelorders/202512151159/202601151200');
    expect(claims).toBe(-28008);
    const many = Array.from({ length: 101 }, (_, index) => 20260115000000000n + BigInt(index));
    expect(await resultOf(`claimservice/orderlistalladdr/${many.join(',')}`)).toBe(-28003);
  });

  it('that sends another way, or too fast, meets a page of HTML', async () => {
    const { url } = test.server;
    const posted = await fetch(`${url}/11st/rest/ordservices/complete/${WEEK}`, { method: 'POST' });
    expect(posted.status).toBe(404);
    const limited = await startPracticeTest({ elevenstPerSecond: 2 });
    const calls = Array.from({ length: 20 }, () =>
      get(`ordservices/complete/${WEEK}`, apiKey(), limited.server),
    );
    const answers = await Promise.all(calls);
    await limited.close();
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(4);
    const refused = answers.find(({ status }) => status === 429);
    expect(refused?.xml).toContain('<html>');
  });
});

describe('lists', () => {
  it('are EUC-KR and say so, with what the encoding lacks as numbers', async () => {
    const unit = await oneUnit(false);
    await test.control.changeAddress({
      marketplace: '11st',
      orderNo: unit.orderNo,
      address1: '서울특별시 중구 <세종대로> & 뷁😀',
    });
    const { bytes, xml } = await get(`ordservices/complete/${unit.orderNo}`);
    expect(xml.startsWith('<?xml version="1.0" encoding="euc-kr" standalone="yes"?>')).toBe(true);
    expect(xml).toContain('서울특별시 중구 &lt;세종대로&gt; &amp; 뷁&#128512;');
    expect(bytes.toString('utf8')).not.toContain('서울');
  });

  it('hold each line once, in the list of its state', async () => {
    const made = await makeOrders(0.5);
    const waiting = await values(`ordservices/complete/${WEEK}`, 'ordPrdSeq');
    const ready = await values(`ordservices/packaging/${WEEK}`, 'ordPrdSeq');
    const lines = made.flatMap((unit) => unit.lines);
    expect(waiting).toHaveLength(lines.filter(({ status }) => status === '202').length);
    expect(ready).toHaveLength(lines.filter(({ status }) => status === '301').length);
    expect(await values(`ordservices/shipping/${WEEK}`, 'ordPrdSeq')).toEqual([]);
    expect(await resultOf(`ordservices/shipping/${WEEK}`)).toBe(0);
  });

  it('file what was acknowledged or shipped under that moment, not under the order', async () => {
    const unit = await oneUnit(false);
    const [seq = ''] = seqsOf(unit);
    test.now = new Date('2026-01-20T12:00:00+09:00');
    await get(acknowledgePath(unit, seq));
    const then = '202601141200/202601151200';
    const now = '202601191200/202601201200';
    expect(await values(`ordservices/packaging/${then}`, 'ordNo')).toEqual([]);
    expect(await values(`ordservices/packaging/${now}`, 'ordNo')).toContain(unit.orderNo);
    test.now = new Date('2026-01-15T12:00:00+09:00');
  });

  it('file what has arrived under that moment, and tell of what is confirmed neither buyer nor address', async () => {
    const [arrived, confirmed] = await makeOrders(1);
    if (!arrived || !confirmed) throw new Error('no two units');
    test.now = new Date('2026-01-20T12:00:00+09:00');
    const marketplace = '11st';
    await test.control.deliver({ marketplace, orderNo: arrived.orderNo });
    await test.control.deliver({ marketplace, orderNo: confirmed.orderNo, isConfirmed: true });
    const now = '202601191200/202601201200';
    const told = async (list: string, member: string) =>
      new Set(await values(`ordservices/${list}/${now}`, member));
    expect(await told('dlvcompleted', 'ordNo')).toEqual(new Set([arrived.orderNo]));
    expect(await told('completed', 'ordNo')).toEqual(new Set([confirmed.orderNo]));
    expect((await told('dlvcompleted', 'rcvrNm')).size).toBe(1);
    expect((await told('completed', 'rcvrNm')).size).toBe(0);
    expect(await resultOf(`ordservices/completed/202601081159/202601151200`)).toBe(-3904);
    await expect(
      test.control.deliver({ marketplace, orderNo: arrived.orderNo }),
    ).rejects.toMatchObject({ status: 409 });
    test.now = new Date('2026-01-15T12:00:00+09:00');
  });

  it('come twice over and the other way round when they are to', async () => {
    await makeOrders(1);
    const path = `ordservices/packaging/${WEEK}`;
    const plain = await values(path, 'ordNo');
    await test.control.addFault({ marketplace: '11st', fault: 'duplicatePage', times: 1 });
    expect(await values(path, 'ordNo')).toEqual([...plain, ...plain.toReversed()]);
    await test.control.addFault({ marketplace: '11st', fault: 'reorderPage', times: 1 });
    expect(await values(path, 'ordNo')).toEqual(plain.toReversed());
  });

  it('tell of an order where its goods are, as far as the number of each parcel', async () => {
    const unit = await oneUnit(true);
    await get(shipPath(unit));
    const path = `claimservice/orderlistalladdr/${unit.orderNo}`;
    expect(new Set(await values(path, 'ordPrdStat'))).toContain('401');
    expect(await values(path, 'invcNo')).toContain(NUMBER);
    expect(await values(`ordservices/shipping/${WEEK}`, 'invcNo')).toContain(NUMBER);
  });
});

describe('발주확인', () => {
  it('moves a line once, and is the last moment to change the address', async () => {
    const unit = await oneUnit(false);
    const [seq = ''] = seqsOf(unit);
    const { orderNo } = unit;
    expect(await resultOf(acknowledgePath(unit, seq))).toBe(0);
    expect(await resultOf(acknowledgePath(unit, seq))).toBe(-3206);
    const journal = await test.control.journal();
    expect(journal).toMatchObject([
      { kind: 'acknowledge', unitNo: unit.unitNo, orderNo, lineKeys: [seq] },
    ]);
    const move = test.control.changeAddress({ marketplace: '11st', orderNo });
    await expect(move).rejects.toMatchObject({ status: 409 });
  });

  it('of what the buyer has cancelled is refused', async () => {
    const unit = await oneUnit(false);
    const { orderNo } = unit;
    const cancelled = await test.control.requestCancel({ marketplace: '11st', orderNo });
    expect(cancelled.cancelledAtOnce).toBe(true);
    expect(await resultOf(acknowledgePath(unit, seqsOf(unit)[0] ?? ''))).toBe(-3211);
    const listed = await values('claimservice/canceledorders/202601141200/202601151200', 'ordNo');
    expect(listed).toContain(orderNo);
  });
});

describe('발송처리', () => {
  it('ships all that waits under a 배송번호, once', async () => {
    const unit = await oneUnit(true, 2);
    expect(await resultOf(shipPath(unit))).toBe(0);
    expect(await resultOf(shipPath(unit))).toBe(-3308);
    expect(await test.control.journal()).toMatchObject([
      { kind: 'ship', lineKeys: seqsOf(unit), courierCode: HANJIN, waybillNo: NUMBER },
    ]);
  });

  it('of a part leaves the rest for another number', async () => {
    const unit = await oneUnit(true, 2);
    const [first = '', ...others] = seqsOf(unit);
    const part = (seqs: string[]) => `/Y/${unit.orderNo}/${seqs.join(',')}`;
    expect(await resultOf(shipPath(unit) + part([first]))).toBe(0);
    expect(await resultOf(shipPath(unit, '510000000016') + part(others))).toBe(0);
    const journal = await test.control.journal();
    expect(journal.map(({ lineKeys }) => lineKeys)).toEqual([[first], others]);
  });

  it.each([
    ['an unknown courier', NUMBER, '99999', -3307],
    ['a number that is not the courier’s', '12345', HANJIN, -3306],
    ['건영택배 without the day', '1234567890', '00037', -3306],
  ])('with %s is refused', async (_, invcNo, courier, code) => {
    expect(await resultOf(shipPath(await oneUnit(true), invcNo, courier))).toBe(code);
  });

  it('is refused before 발주확인, for a day that is none, and while a cancel waits', async () => {
    const waiting = await oneUnit(false);
    expect(await resultOf(shipPath(waiting))).toBe(-3310);
    const wrongDay = shipPath(waiting).replace('202601151200', '202613151200');
    expect(await resultOf(wrongDay)).toBe(-3301);
    await get(acknowledgePath(waiting, seqsOf(waiting)[0] ?? ''));
    await test.control.requestCancel({ marketplace: '11st', orderNo: waiting.orderNo });
    expect(await resultOf(shipPath(waiting))).toBe(-3310);
    const claims = 'claimservice/cancelorders/202601141200/202601151200';
    expect(await values(claims, 'ordCnStatCd')).toContain('01');
    expect((await test.control.journal()).map(({ kind }) => kind)).toEqual(['acknowledge']);
  });

  it('takes a number for one recipient only', async () => {
    const [first, ...others] = await makeOrders(1);
    const nameOf = async (unit: ListedOrder) =>
      (await values(`claimservice/orderlistalladdr/${unit.orderNo}`, 'rcvrNm'))[0];
    if (!first) throw new Error('no units');
    await get(shipPath(first));
    const name = await nameOf(first);
    const names = await Promise.all(others.map(nameOf));
    const another = others[names.findIndex((each) => each !== name)];
    if (!another) throw new Error('one recipient only');
    expect(await resultOf(shipPath(another))).toBe(-3320);
  });

  it('that fails halfway has not happened', async () => {
    const unit = await oneUnit(true);
    await test.control.addFault({ marketplace: '11st', fault: 'partialFailure', times: 1 });
    expect(await resultOf(shipPath(unit))).toBe(-3311);
    expect(await test.control.journal()).toEqual([]);
    expect(await resultOf(shipPath(unit))).toBe(0);
  });
});
