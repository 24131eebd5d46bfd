/** What a seller's code names in the catalogue, taken as the code of an option or of a product. */
export type CodeMeaning = {
  code: string;
  level: 'option' | 'product';
  /** Variants and kits that carry it. */
  count: number;
  /** The first of the variants. */
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
  const shared = meant.find(({ level }) => level === 'option') ?? meant[0];
  if (!shared) return { rule: 'unknownCode', code };
  const { variantCodes, count } = shared;
  return {
    rule: 'sharedCode',
    code: shared.code,
    variantCodes,
    others: count - variantCodes.length,
  };
}
