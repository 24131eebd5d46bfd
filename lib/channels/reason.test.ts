import { expect, it } from 'vitest';
import { z } from 'zod';
import { readReason, reasonOf } from './reason';

const order = z.object({
  price: z.number().min(0),
  state: z.enum(['PAID', 'SENT']),
  goods: z.array(z.object({ code: z.string().regex(/^\d+$/) })).min(1),
});

const right = { price: 1, state: 'PAID', goods: [{ code: '1' }] };

it.each([
  [{ ...right, price: undefined }, 'price', 'missing', 'number'],
  [{ ...right, price: '1' }, 'price', 'type', 'number'],
  [{ ...right, price: -1 }, 'price', 'size', '≥ 0'],
  [{ ...right, goods: [] }, 'goods', 'size', '≥ 1'],
  [{ ...right, state: 'X' }, 'state', 'choice', '"PAID", "SENT"'],
  [{ ...right, goods: [{ code: 'x' }] }, 'goods.0.code', 'text', '/^\\d+$/'],
  [null, null, 'missing', 'object'],
])('reads back why %j could not be read', (raw, place, kind, expected) => {
  const { error } = order.safeParse(raw);
  if (!error) throw new Error('It could be read.');
  expect(readReason(reasonOf(error))).toMatchObject([{ place, kind, expected }]);
});

it('reads back several faults, and what says itself what it means', () => {
  expect(readReason('price: not an amount; receivers: none for A-1; whole and all')).toMatchObject([
    { place: 'price', kind: 'other', expected: 'not an amount' },
    { place: 'receivers', kind: 'other', expected: 'none for A-1' },
    { place: null, kind: 'other', expected: 'whole and all' },
  ]);
});
