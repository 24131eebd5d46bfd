import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { complaint } from './complaint';

function complaintsOf(schema: z.ZodType, input: unknown) {
  const parsed = schema.safeParse(input, { reportInput: true });
  return parsed.success ? [] : parsed.error.issues.map((issue) => complaint(issue));
}

const order = z.object({
  orderNo: z.string(),
  qty: z.coerce.number().int().min(1).max(99),
  name: z.string().min(2).max(4),
  ids: z.array(z.string()).min(1),
  phone: z.string().regex(/^\d+$/, 'register.phoneInvalid'),
});

const good = { orderNo: 'A', qty: '3', name: '문보라', ids: ['1'], phone: '01000000000' };

describe('what is said of a bad field', () => {
  it('a good order has no complaint', () => {
    expect(complaintsOf(order, good)).toEqual([]);
  });

  it.each([
    ['a missing text', { orderNo: undefined }, ['errors.required']],
    ['a word where a number belongs', { qty: '셋' }, ['errors.notNumber']],
    ['half a piece', { qty: '2.5' }, ['errors.notWhole']],
    ['a number below the least', { qty: '0' }, ['errors.tooSmall', { minimum: 1 }]],
    ['a number above the most', { qty: '100' }, ['errors.tooBig', { maximum: 99 }]],
    ['a text too short', { name: '문' }, ['errors.tooShort', { minimum: 2 }]],
    ['a text too long', { name: '문보라보라' }, ['errors.tooLong', { maximum: 4 }]],
    ['nothing chosen', { ids: [] }, ['errors.noneChosen']],
    ['a rule with a sentence of its own', { phone: 'x' }, ['register.phoneInvalid']],
  ])('%s', (_, change, expected) => {
    expect(complaintsOf(order, { ...good, ...change })).toEqual([expected]);
  });
});
