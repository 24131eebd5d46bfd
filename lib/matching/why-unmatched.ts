/** What a seller's code names in the catalogue, taken as the code of an option or of a product. */
export type CodeMeaning = {
  code: string;
  level: 'option' | 'product';
  isKit: boolean;
  variants: number;
  /** The first of those that carry it. */
  variantCodes: string[];
};

export type SellerCodes = { sellerOptionCode: string; sellerProductCode: string };

/** Why no rule matched a line by itself; `matchable`: one would by now. */
export type WhyUnmatched =
  | { rule: 'noCode' | 'matchable' }
  | { rule: 'unknownCode'; code: string }
  | { rule: 'sharedCode'; code: string; variantCodes: string[]; others: number };

export function whyUnmatched(
  { sellerOptionCode, sellerProductCode }: SellerCodes,
  meanings: readonly CodeMeaning[],
): WhyUnmatched {
  const code = sellerOptionCode || sellerProductCode;
  if (code === '') return { rule: 'noCode' };
  const named = { option: sellerOptionCode, product: sellerProductCode };
  const meant = meanings.filter((meaning) => named[meaning.level] === meaning.code);
  if (meant.some(({ isKit, variants }) => isKit || variants === 1)) return { rule: 'matchable' };
  const shared = meant.find(({ level }) => level === 'option') ?? meant[0];
  if (!shared) return { rule: 'unknownCode', code };
  const { variantCodes, variants } = shared;
  return {
    rule: 'sharedCode',
    code: shared.code,
    variantCodes,
    others: variants - variantCodes.length,
  };
}
