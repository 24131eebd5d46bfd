import { expect, it } from 'vitest';
import {
  answered,
  blankEntry,
  countedAnew,
  emptySession,
  entryOf,
  isComplete,
  noted,
  openCheck,
  shortPieces,
  withPiece,
} from './session';

const item = (variantCode: string, qty: number, barcode = '') => ({
  variantId: 1,
  variantCode,
  barcode,
  productName: '린넨 셔츠',
  option: '블랙',
  qty,
  isOwn: true,
});

const parcel = { shipmentId: 7, waybillNo: '600' };

const result = {
  ...{ waybillNo: '1', shipmentId: 1, orderNo: 'A-1', recipientName: '홍길동', note: '' },
  ...{
    memos: [],
    holdNotes: [],
    holdKinds: [],
    claims: [],
    isTakenBack: false,
    boxNo: 1,
    boxes: 1,
  },
  shippedAt: '2026-11-29T16:24:00.000Z',
};

it('names the claim in place of the hold for it, and every other reason beside it', () => {
  const held = { ...result, verdict: 'claimed' as const, holdKinds: ['claim', 'relabel'] };
  expect(entryOf('s1', { ...held, claims: ['cancel_requested'] })).toMatchObject({
    holdKinds: ['relabel'],
    claims: ['cancel_requested'],
  });
  expect(entryOf('s1', held).holdKinds).toEqual(['claim', 'relabel']);
});

it('says when a parcel left that is scanned once more, and only then', () => {
  expect(entryOf('s1', { ...result, verdict: 'duplicate' }).leftAt).toBe(result.shippedAt);
  expect(entryOf('s1', { ...result, verdict: 'shipped' }).leftAt).toBeNull();
});

it('says of a number that was taken off an order when that order left by another', () => {
  const takenBack = { ...result, verdict: 'unknownNo' as const, isTakenBack: true };
  expect(entryOf('s1', takenBack).leftAt).toBe(result.shippedAt);
  expect(entryOf('s1', { ...takenBack, shippedAt: null }).leftAt).toBeNull();
});

it('does not grow over a day of scans', () => {
  let session = emptySession;
  for (let scan = 0; scan < 30_000; scan++) {
    const verdict = scan % 3 === 0 ? 'held' : 'shipped';
    session = noted(session, blankEntry(`s${scan}`, '1', 'waiting'));
    session = answered(session, blankEntry(`s${scan}`, '1', verdict), true);
  }
  expect(session.entries).toHaveLength(12);
  expect(session.recalls).toHaveLength(200);
  expect(session.counts).toEqual({ shipped: 20_000, held: 10_000 });
});

it('calls back what an answer that came late says must not leave, and nothing else', () => {
  const late = (verdict: 'held' | 'shipped' | 'duplicate' | 'cancelled') =>
    answered(emptySession, blankEntry('s1', '1', verdict), true).recalls.length;
  expect([late('shipped'), late('duplicate'), late('held'), late('cancelled')]).toEqual([
    0, 0, 1, 1,
  ]);
  expect(answered(emptySession, blankEntry('s1', '1', 'held'), false).recalls).toEqual([]);
});

it('counts anew without forgetting what has to come back', () => {
  const session = answered(emptySession, blankEntry('s1', '1', 'held'), true);
  expect(countedAnew(session)).toEqual({ counts: {}, entries: [], recalls: session.recalls });
});

it('a parcel is complete when every piece was scanned, by barcode or code', () => {
  const start = openCheck(parcel, [item('V1', 2, '8801'), item('V2', 1)]);
  const first = withPiece(start, '8801');
  const second = first && withPiece(first, 'v1');
  expect(second && isComplete(second)).toBe(false);
  const third = second && withPiece(second, 'V2');
  expect(third && isComplete(third)).toBe(true);
});

it('refuses a piece that does not belong into the parcel, and one too many', () => {
  const start = openCheck(parcel, [item('V1', 1, '8801')]);
  expect(withPiece(start, '8802')).toBeNull();
  expect(withPiece(start, '')).toBeNull();
  const full = withPiece(start, '8801');
  expect(full && withPiece(full, '8801')).toBeNull();
});

it('takes what nobody has scanned yet for missing, and nothing that a supplier sends', () => {
  const supplied = { ...item('V3', 1), isOwn: false };
  const start = openCheck(parcel, [item('V1', 3, '8801'), item('V2', 1), supplied]);
  const second = withPiece(withPiece(start, '8801') ?? start, 'V2');
  expect(second && shortPieces(second)).toMatchObject([
    { variantCode: 'V1', qty: 3, missing: 2 },
    { variantCode: 'V2', qty: 1, missing: 0 },
  ]);
});
