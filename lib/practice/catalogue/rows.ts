/**
 * One product as a line: name, supplier, price in won, and its options by name.
 * An option value may raise the price: '2L:+4000'.
 */
export type ProductRow = readonly [
  name: string,
  supplier: string,
  priceWon: number,
  options?: Readonly<Record<string, readonly string[]>>,
  temperature?: 'chilled' | 'frozen',
];
