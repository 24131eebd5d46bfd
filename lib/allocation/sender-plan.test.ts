import { expect, it } from 'vitest';
import { planSenders, type SentLine } from './sender-plan';

const [OURS, HANBIT, DAON] = [0, 31, 32];

const line = (lineId: number, senders: number[], more: Partial<SentLine> = {}): SentLine => ({
  ...{ lineId, shipmentId: 7, qty: 2, allocatedQty: 2, isGift: false, senders },
  ...more,
});

/** Which lines go, of each parcel that is split. */
const leaving = (...lines: SentLine[]) =>
  planSenders(lines).map(({ moves }) => moves.map((move) => move.lineId));

it('sends what a supplier ships in a parcel of its own, with what is reserved for it', () => {
  expect(planSenders([line(1, [OURS]), line(2, [HANBIT], { allocatedQty: 1 })])).toEqual([
    { shipmentId: 7, moves: [{ lineId: 2, qty: 2, allocatedQty: 1 }] },
  ]);
});

it('leaves alone what comes from one place', () => {
  expect(leaving(line(1, [OURS]), line(2, [OURS]))).toEqual([]);
  expect(leaving(line(1, [HANBIT]), line(2, [HANBIT]))).toEqual([]);
  expect(leaving(line(1, [HANBIT]), line(2, []))).toEqual([]);
});

it('takes one supplier at a time, and lets the first of two keep the parcel', () => {
  expect(leaving(line(1, [DAON]), line(2, [HANBIT]))).toEqual([[1]]);
  expect(leaving(line(1, [DAON]), line(2, [HANBIT]), line(3, [OURS]))).toEqual([[2]]);
});

it('keeps a set that lies in two places whole, and sends the rest from where it lies', () => {
  expect(leaving(line(1, [OURS, HANBIT]))).toEqual([]);
  expect(leaving(line(1, [OURS, HANBIT]), line(2, [HANBIT]))).toEqual([[2]]);
});

it('never splits so that a gift alone stays', () => {
  expect(leaving(line(1, [HANBIT]), line(2, [OURS], { isGift: true }))).toEqual([]);
});
