export type EnteredLine = {
  /** A new one gives the line the focus again. */
  key: number;
  /** Empty where the product is typed freely. */
  variantCode: string;
  productName: string;
  option: string;
  unitPrice: number;
  quantity: number;
};

/** The lines with one more piece: the same variant again is no second line. */
export function withPiece(
  lines: readonly EnteredLine[],
  added: Omit<EnteredLine, 'quantity'>,
): EnteredLine[] {
  const isSame = ({ variantCode }: EnteredLine) =>
    variantCode !== '' && variantCode === added.variantCode;
  if (!lines.some(isSame)) return [...lines, { ...added, quantity: 1 }];
  return lines.map((line) =>
    isSame(line) ? { ...line, key: added.key, quantity: line.quantity + 1 } : line,
  );
}
