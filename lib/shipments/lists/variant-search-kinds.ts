/** 검색구분 of variants, wherever they are searched for. */
export const variantSearchKinds = ['name', 'variantCode', 'barcode', 'supplier'] as const;

export type VariantSearch = {
  kind: (typeof variantSearchKinds)[number];
  word: string;
};
