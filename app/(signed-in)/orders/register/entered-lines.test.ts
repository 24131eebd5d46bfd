import { expect, it } from 'vitest';
import { type EnteredLine, withPiece } from './entered-lines';

const line = (key: number, variantCode: string) => ({
  ...{ key, variantCode, productName: '린넨 셔츠', option: '블랙', unitPrice: 39_000 },
});
const entered = (added: ReturnType<typeof line>[]) =>
  added
    .reduce<EnteredLine[]>(withPiece, [])
    .map(({ key, variantCode, quantity }) => [key, variantCode, quantity]);

it('counts a variant that is added again on its line, which is shown anew', () => {
  expect(entered([line(0, 'V1'), line(1, 'V2'), line(2, 'V1')])).toEqual([
    [2, 'V1', 2],
    [1, 'V2', 1],
  ]);
});

it('never takes two products by free name for one', () => {
  expect(entered([line(0, ''), line(1, '')])).toEqual([
    [0, '', 1],
    [1, '', 1],
  ]);
});
