import { expect, it } from 'vitest';
import { contentHash, type HashedContent } from './content-hash';

const parcel: HashedContent = {
  recipient: {
    name: '문보라',
    phone: '',
    mobile: '010-2345-6789',
    postcode: '04524',
    address1: '서울 중구 세종대로 110',
    address2: '101동',
  },
  items: [
    { variantId: 1, quantity: 2 },
    { variantId: 2, quantity: 1 },
  ],
};

it('does not depend on the order of the goods', () => {
  expect(contentHash({ ...parcel, items: [...parcel.items].reverse() })).toBe(contentHash(parcel));
});

it.each(Object.keys(parcel.recipient))('changes with the recipient: %s', (field) => {
  const recipient = { ...parcel.recipient, [field]: '다름' };
  expect(contentHash({ ...parcel, recipient })).not.toBe(contentHash(parcel));
});

it('changes with the goods and their quantity', () => {
  const others = [
    [{ variantId: 1, quantity: 2 }],
    [
      { variantId: 1, quantity: 1 },
      { variantId: 2, quantity: 1 },
    ],
    [
      { variantId: 1, quantity: 2 },
      { variantId: 3, quantity: 1 },
    ],
  ];
  for (const items of others)
    expect(contentHash({ ...parcel, items })).not.toBe(contentHash(parcel));
});

it('does not confuse what moves from one field to the next', () => {
  const recipient = { ...parcel.recipient, address1: '서울 중구 세종대로', address2: '110101동' };
  const moved = { ...parcel.recipient, address1: '서울 중구 세종대로110', address2: '101동' };
  expect(contentHash({ ...parcel, recipient })).not.toBe(
    contentHash({ ...parcel, recipient: moved }),
  );
});
