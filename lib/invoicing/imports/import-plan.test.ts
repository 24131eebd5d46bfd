import { describe, expect, it } from 'vitest';
import {
  courierAndNo,
  type ImportCandidate,
  type ImportContext,
  orderAndName,
  planImport,
  type WaybillRow,
} from './import-plan';

const A = '320000000003';
const B = '320000000014';

function candidate(id: number, changes: Partial<ImportCandidate> = {}): ImportCandidate {
  return {
    id,
    stage: 'allocated',
    holdKinds: [],
    courier: null,
    waybillNo: null,
    requestedHash: null,
    presentHash: null,
    recipients: [],
    ...changes,
  };
}

const invoiced = (id: number, waybillNo: string) =>
  candidate(id, { stage: 'invoiced', courier: 'lotte', waybillNo });

function context(
  candidates: ImportCandidate[],
  changes: Partial<ImportContext> = {},
): ImportContext {
  const carried = candidates.flatMap(({ id, courier, waybillNo }) =>
    courier && waybillNo
      ? [
          [
            courierAndNo(courier, waybillNo),
            { shipmentId: id, isRetired: false, canBeFreed: true },
          ] as const,
        ]
      : [],
  );
  return {
    candidates: new Map(candidates.map((one) => [one.id, one])),
    absorbedInto: new Map(),
    byOrderAndName: new Map(),
    owners: new Map(carried),
    courier: 'lotte',
    replaces: false,
    ...changes,
  };
}

let rowNo = 1;
function row(shipmentNo: string, waybillNo: string, changes: Partial<WaybillRow> = {}): WaybillRow {
  rowNo++;
  return {
    rowNo,
    shipmentNo,
    waybillNo,
    isDamaged: false,
    courierName: '',
    orderNo: '',
    recipientName: '',
    phones: [],
    ...changes,
  };
}

const verdicts = (rows: WaybillRow[], given: ImportContext) =>
  planImport(rows, given).map(({ outcome, reason }) => (reason ? `${outcome} ${reason}` : outcome));

describe('the shipment that a row means', () => {
  it('is shown also where its number is refused', () => {
    const [refused] = planImport([row('7', '320000000004')], context([candidate(7)]));
    expect(refused).toMatchObject({ outcome: 'bad', reason: 'wrongCheckDigit', shipmentId: 7 });
  });

  it('is found by its 배송번호', () => {
    expect(planImport([row('7', A)], context([candidate(7)]))[0]).toMatchObject({
      outcome: 'new',
      shipmentId: 7,
      courier: 'lotte',
    });
    expect(verdicts([row('8', A)], context([candidate(7)]))).toEqual(['bad unknownShipment']);
    expect(verdicts([row('가7', A)], context([candidate(7)]))).toEqual(['bad unknownShipment']);
  });

  it('is the bundle, where the 배송번호 was bundled away; where its lines went two ways, nobody knows', () => {
    const given = context([candidate(7), candidate(9)], {
      absorbedInto: new Map([
        [5, [7]],
        [6, [7, 9]],
      ]),
    });
    expect(planImport([row('5', A)], given)[0]).toMatchObject({ shipmentId: 7, outcome: 'new' });
    expect(verdicts([row('6', A)], given)).toEqual(['bad shipmentNoNeeded']);
  });

  it('else by 주문번호 and recipient, only where one fits', () => {
    const given = context([candidate(7), candidate(8), candidate(9)], {
      byOrderAndName: new Map([
        [orderAndName('A-1', '홍길순'), [7]],
        [orderAndName('A-2', '홍길순'), [8, 9]],
      ]),
    });
    const by = (orderNo: string, recipientName: string, shipmentNo = '') =>
      row(shipmentNo, A, { orderNo, recipientName });
    expect(verdicts([by('A-1', '홍 길순')], given)).toEqual(['new']);
    expect(verdicts([by('A-1', '홍길순', '없는번호')], given)).toEqual(['new']);
    expect(verdicts([by('A-2', '홍길순')], given)).toEqual(['bad shipmentNoNeeded']);
    expect(verdicts([by('A-1', '김철수')], given)).toEqual(['bad shipmentNoNeeded']);
    expect(verdicts([row('', A)], given)).toEqual(['bad shipmentNoNeeded']);
  });

  it('knows its parcel again when the file comes a second time', () => {
    const given = context([invoiced(7, A), candidate(8)], {
      byOrderAndName: new Map([[orderAndName('A-1', '홍길순'), [7, 8]]]),
    });
    const by = { orderNo: 'A-1', recipientName: '홍길순' };
    expect(verdicts([row('', A, by)], given)).toEqual(['known sameNumber']);
    expect(verdicts([row('', B, by)], given)).toEqual(['new']);
  });
});

describe('the number of a row', () => {
  it.each([
    ['', 'empty'],
    ['320000000004', 'wrongCheckDigit'],
    ['32000000', 'wrongShape'],
    ['3.2E+11', 'scientific'],
  ])('%s is refused where the rule is certain', (waybillNo, reason) => {
    expect(verdicts([row('7', waybillNo)], context([candidate(7)]))).toEqual([`bad ${reason}`]);
  });

  it('is only doubted where the rule is not certain', () => {
    const given = context([candidate(7)], { courier: 'logen' });
    expect(verdicts([row('7', '92816272400')], given)).toEqual(['warned wrongCheckDigit']);
  });

  it('belongs to the courier that its row names, before the chosen one', () => {
    const given = context([candidate(7)], { courier: 'cj' });
    expect(planImport([row('7', A, { courierName: '롯데 택배' })], given)[0]).toMatchObject({
      courier: 'lotte',
      outcome: 'new',
    });
    expect(verdicts([row('7', A)], { ...given, courier: null })).toEqual(['bad noCourier']);
  });

  it('is refused with a courier that nobody knows, instead of going to the chosen one', () => {
    const named = (courierName: string) =>
      verdicts([row('7', A, { courierName })], context([candidate(7)]));
    expect(named('쏜살택배')).toEqual(['bad unknownCourier']);
    expect(named('-')).toEqual(['new']);
  });

  it('that lost digits in a spreadsheet is refused, whatever is left of it', () => {
    expect(verdicts([row('7', A, { isDamaged: true })], context([candidate(7)]))).toEqual([
      'bad damaged',
    ]);
  });
});

describe('a row that names somebody else', () => {
  const of = (name: string) => ({ recipients: [{ name, phones: [] }] });
  const given = context(
    [
      candidate(7, of('홍길동')),
      { ...invoiced(8, A), ...of('김철수') },
      { ...invoiced(9, B), ...of('박영희') },
    ],
    { replaces: true },
  );
  const names = (shipmentNo: string, waybillNo: string, recipientName: string) =>
    row(shipmentNo, waybillNo, { recipientName });

  it('is refused, so that a shifted column replaces nothing', () => {
    expect(verdicts([names('8', B, '박영희'), names('9', A, '김철수')], given)).toEqual([
      'bad otherRecipient',
      'bad otherRecipient',
    ]);
    expect(verdicts([names('8', B, '김철수'), names('9', A, '박영희')], given)).toEqual([
      'new replaces',
      'new replaces',
    ]);
  });

  it('does not clash with the row that is right', () => {
    const C = '320000000025';
    expect(verdicts([names('7', C, '홍*동'), names('8', C, '홍길동')], given)).toEqual([
      'new',
      'bad otherRecipient',
    ]);
  });

  it('changes nothing where its number stands already', () => {
    expect(verdicts([names('8', A, '홍길동')], given)).toEqual(['known sameNumber']);
  });
});

describe('a shipment that may not have it', () => {
  it.each<[Partial<ImportCandidate>, string]>([
    [{ stage: 'ready' }, 'notAllocated'],
    [{ stage: 'cancelled' }, 'notAllocated'],
    [{ stage: 'shipped' }, 'alreadyShipped'],
    [{ holdKinds: ['operator'] }, 'held'],
    [{ holdKinds: ['operator', 'claim'] }, 'claimed'],
    [{ requestedHash: 'a', presentHash: 'b' }, 'changedSinceRequest'],
  ])('%j', (changes, reason) => {
    expect(verdicts([row('7', A)], context([candidate(7, changes)]))).toEqual([`bad ${reason}`]);
  });

  it('but one whose content is what was sent out may', () => {
    const sent = candidate(7, { requestedHash: 'a', presentHash: 'a' });
    expect(verdicts([row('7', A)], context([sent]))).toEqual(['new']);
  });
});

describe('numbers that exist already', () => {
  it('the same number again changes nothing, also after it has left', () => {
    expect(verdicts([row('7', A)], context([invoiced(7, A)]))).toEqual(['known sameNumber']);
    const shipped: ImportCandidate = { ...invoiced(7, A), stage: 'shipped' };
    expect(verdicts([row('7', A)], context([shipped]))).toEqual(['known sameNumber']);
  });

  it('what has left takes another number only where replacing was asked for', () => {
    const left: ImportCandidate = { ...invoiced(7, A), stage: 'shipped' };
    expect(verdicts([row('7', B)], context([left]))).toEqual(['bad alreadyShipped']);
    const replacing = context([left, { ...left, id: 8, stage: 'delivered' }], { replaces: true });
    expect(verdicts([row('7', B)], replacing)).toEqual(['new replacesTold']);
    expect(verdicts([row('8', B)], replacing)).toEqual(['bad alreadyShipped']);
  });

  it('another number replaces only where that was asked for', () => {
    const given = context([invoiced(7, A)]);
    expect(verdicts([row('7', B)], given)).toEqual(['bad alreadyInvoiced']);
    expect(verdicts([row('7', B)], { ...given, replaces: true })).toEqual(['new replaces']);
  });

  it('the number of another parcel is refused, a retired one too', () => {
    const given = context([candidate(7), invoiced(8, A)]);
    expect(verdicts([row('7', A)], given)).toEqual(['bad takenByOther']);
    const owner = { shipmentId: 8, isRetired: true, canBeFreed: false };
    const retired = context([candidate(7)], {
      owners: new Map([[courierAndNo('lotte', A), owner]]),
    });
    expect(verdicts([row('7', A)], retired)).toEqual(['bad retired']);
  });

  it('two parcels swap, but whoever keeps its number gives none away', () => {
    const given = context([invoiced(7, A), invoiced(8, B), candidate(9)], { replaces: true });
    expect(verdicts([row('7', B), row('8', A)], given)).toEqual(['new replaces', 'new replaces']);
    const stuck = context([{ ...invoiced(7, A), holdKinds: ['claim'] }, invoiced(8, B)], {
      replaces: true,
    });
    expect(verdicts([row('7', B), row('8', A)], stuck)).toEqual([
      'bad claimed',
      'bad takenByOther',
    ]);
  });

  it('a column shifted by one row is refused as a whole where its last parcel keeps its number, at once', () => {
    const count = 10_000;
    const numbers = Array.from({ length: count }, (_, at) => `${10_000_000_000 + at}`);
    const waybillNos = numbers.map((number) => `${number}${Number(number) % 7}`);
    const parcels = waybillNos.map((waybillNo, at) => invoiced(at + 1, waybillNo));
    const given = context(
      [
        ...parcels.slice(0, -1),
        { ...invoiced(count, waybillNos[count - 1] ?? ''), holdKinds: ['claim'] },
      ],
      { replaces: true },
    );
    const shifted = parcels.slice(0, -1).map((_, at) => row(`${at + 1}`, waybillNos[at + 1] ?? ''));
    const startedAt = performance.now();
    expect(new Set(verdicts(shifted, given))).toEqual(new Set(['bad takenByOther']));
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });
});

describe('rows that contradict each other', () => {
  it('the same pair twice is one row', () => {
    expect(verdicts([row('7', A), row('7', A)], context([candidate(7)]))).toEqual([
      'new',
      'known sameRowTwice',
    ]);
  });

  it('one number on two parcels, and two numbers on one, are both refused', () => {
    const given = context([candidate(7), candidate(8)]);
    expect(verdicts([row('7', A), row('8', A)], given)).toEqual([
      'bad duplicateInFile',
      'bad duplicateInFile',
    ]);
    expect(verdicts([row('7', A), row('7', B)], given)).toEqual([
      'bad duplicateInFile',
      'bad duplicateInFile',
    ]);
  });

  it('each row names the one that it contradicts or repeats', () => {
    const given = context([candidate(7), candidate(8), candidate(9)]);
    const rows = [row('7', A), row('8', A), row('7', A), row('9', B), row('9', B)];
    const others = rows.map((one, at) => ({ ...one, rowNo: at + 2 }));
    expect(planImport(others, given).map(({ otherRowNo }) => otherRowNo)).toEqual([
      3,
      2,
      3,
      undefined,
      5,
    ]);
  });

  it('a row that is refused anyway clashes with none', () => {
    const given = context([candidate(7), candidate(8)]);
    expect(verdicts([row('7', A), row('999', A)], given)).toEqual(['new', 'bad unknownShipment']);
  });
});
