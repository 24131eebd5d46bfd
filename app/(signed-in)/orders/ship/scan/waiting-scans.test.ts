import { expect, it } from 'vitest';
import { waitingScans } from './waiting-scans';

function memory() {
  const entries = new Map<string, string>();
  return {
    getItem: (key: string) => entries.get(key) ?? null,
    setItem: (key: string, value: string) => void entries.set(key, value),
    removeItem: (key: string) => void entries.delete(key),
    key: (index: number) => [...entries.keys()][index] ?? null,
    get length() {
      return entries.size;
    },
  };
}

const scan = (scanId: string, place: number) => ({
  scanId,
  waybillNo: '600',
  scannedAt: '2026-03-02T00:00:00Z',
  place,
});

it('gives back what waits in the order it was scanned, of its own mall alone', () => {
  const store = memory();
  const ours = waitingScans(store, 1);
  ours.keep(scan('b', 2));
  ours.keep(scan('a', 1));
  waitingScans(store, 12).keep(scan('theirs', 0));
  expect(ours.all().map(({ scanId }) => scanId)).toEqual(['a', 'b']);
  ours.drop('a');
  expect(ours.all().map(({ scanId }) => scanId)).toEqual(['b']);
});

it('leaves out what something else has written there', () => {
  const store = memory();
  store.setItem('moa.scan.1.x', 'not json');
  store.setItem('moa.scan.1.y', '{"scanId":1}');
  expect(waitingScans(store, 1).all()).toEqual([]);
});
