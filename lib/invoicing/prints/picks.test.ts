import { expect, it } from 'vitest';
import { picks } from './picks';

const item = (variantId: number, location: string, quantity = 1) => ({
  variantId,
  variantCode: `V${variantId}`,
  barcode: '',
  location,
  name: '셔츠',
  option: '블랙',
  quantity,
});

it('puts the goods of all parcels together, in the order of the shelves, unplaced ones last', () => {
  const list = picks([
    { items: [item(1, 'A-10'), item(2, 'A-2', 3)] },
    { items: [item(2, 'A-2', 2), item(3, '')] },
  ]);
  expect(
    list.map(({ location, quantity, shipmentCount }) => [location, quantity, shipmentCount]),
  ).toEqual([
    ['A-2', 5, 2],
    ['A-10', 1, 1],
    ['', 1, 1],
  ]);
  expect(list[0]).toMatchObject({ name: '셔츠', option: '블랙' });
});
