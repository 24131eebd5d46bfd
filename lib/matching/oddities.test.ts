import { describe, expect, it } from 'vitest';
import {
  odditiesOf,
  odditiesOfMatch,
  piecesMeant,
  piecesNamed,
  readOddities,
  storedOddities,
} from './oddities';

const line = { unitPrice: 10_000, qty: 1, goodsPrice: 10_000, usual: null };
const match = {
  unitPrice: 10_000,
  goodsPrice: 10_000,
  text: '머그컵 하양',
  goodsText: '머그컵 화이트',
  pieces: 1,
};

describe('the price', () => {
  it.each([
    [4_999, 10_000, true],
    [5_000, 10_000, false],
    [20_000, 10_000, false],
    [20_001, 10_000, true],
    [0, 10_000, false],
    [10_000, 0, false],
  ])('%i won for goods of %i won is far: %s', (unitPrice, goodsPrice, isFar) => {
    const expected = isFar ? [{ rule: 'priceFar', values: [unitPrice, goodsPrice] }] : [];
    expect(odditiesOf({ ...line, unitPrice, goodsPrice })).toEqual(expected);
  });
});

describe('the quantity', () => {
  it.each([
    [5, { qty: 1, lines: 3 }, true],
    [4, { qty: 1, lines: 3 }, false],
    [8, { qty: 2, lines: 50 }, true],
    [7, { qty: 2, lines: 50 }, false],
    [90, { qty: 1, lines: 2 }, false],
    [90, null, false],
  ])('%i where %o is usual is many: %s', (qty, usual, isMany) => {
    const expected = isMany ? [{ rule: 'manyUnits', values: [qty, usual?.qty] }] : [];
    expect(odditiesOf({ ...line, qty, usual })).toEqual(expected);
  });
});

describe('the pieces that a name promises', () => {
  it.each([
    ['수분크림 1+1', 2],
    ['양말 2+1 기획', 3],
    ['국산콩 두부 3개', 3],
    ['물티슈 10팩 묶음', 10],
    ['물티슈 100매 10개입', 1],
    ['비타민C 1000mg', 1],
    ['키즈 티셔츠 5세트', 5],
    ['셔츠 2024 신상', 1],
    ['수납함 3개월 보증', 1],
  ])('%s: %i', (text, pieces) => {
    expect(piecesNamed(text)).toBe(pieces);
  });

  it('are meant by one unit where the goods are not packed that way themselves', () => {
    expect(piecesMeant('수분크림 1+1', '수분크림 50ml')).toBe(2);
    expect(piecesMeant('수분크림 1+1', '수분크림 1+1 기획')).toBe(1);
    expect(piecesMeant('수분크림', '수분크림 3개')).toBe(1);
  });

  it('differ from what is matched', () => {
    const text = '수분크림 1+1';
    expect(odditiesOfMatch({ ...match, text })).toEqual([{ rule: 'countDiffers', values: [2, 1] }]);
    expect(odditiesOfMatch({ ...match, text, pieces: 2 })).toEqual([]);
    expect(odditiesOfMatch({ ...match, text, goodsText: '수분크림 1+1 기획' })).toEqual([]);
    expect(odditiesOfMatch({ ...match, text, pieces: 0 })).toEqual([]);
  });
});

it('is read back from what the row keeps, and another value is another reason', () => {
  const found = odditiesOf({ ...line, unitPrice: 30_000, qty: 40, usual: { qty: 1, lines: 9 } });
  expect(found).toHaveLength(2);
  const stored = storedOddities(found) ?? [];
  expect(readOddities(stored)).toEqual(found);
  expect(readOddities(stored.with(1, 1))).not.toEqual(found);
  expect([storedOddities([]), readOddities(null), readOddities([])]).toEqual([null, [], []]);
});
