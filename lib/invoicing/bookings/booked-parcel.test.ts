import { expect, it } from 'vitest';
import type { ShipmentContent } from '../contents';
import { bookedParcel } from './booked-parcel';

const goodsOf = (items: [name: string, option: string, quantity: number][]) =>
  bookedParcel({
    id: 7,
    items: items.map(([name, option, quantity]) => ({ name, option, quantity })),
  } as ShipmentContent).goods;

it('tells a courier how many there are of what, and how much was left out', () => {
  expect(goodsOf([['티셔츠', '블랙', 5]])).toBe('티셔츠 블랙 5개');
  const many = Array.from(
    { length: 40 },
    (_, at) => [`양말 ${at}`, '', 2] as [string, string, number],
  );
  const goods = goodsOf(many);
  expect(goods).toMatch(/^양말 0 2개, .* 외 \d+건$/);
  expect(goods.length).toBeLessThanOrEqual(200);
});
