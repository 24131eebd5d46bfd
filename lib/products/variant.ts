export const temperatures = ['ambient', 'chilled', 'frozen'] as const;
export const bundlingRules = ['normal', 'alone', 'same_only'] as const;

export type Temperature = (typeof temperatures)[number];
export type BundlingRule = (typeof bundlingRules)[number];

/** How a variant is kept and packed. */
export type Handling = {
  temperature: Temperature;
  bundling: BundlingRule;
  /** Null: as many as there are. */
  maxPerParcel: number | null;
  tags: string[];
  location: string;
  safetyQty: number;
  isSupplierShipped: boolean;
};

/** As most goods are. */
export const ordinaryHandling: Handling = {
  temperature: 'ambient',
  bundling: 'normal',
  maxPerParcel: null,
  tags: [],
  location: '',
  safetyQty: 0,
  isSupplierShipped: false,
};

export type VariantValues = Handling & {
  variantCode: string;
  barcode: string;
  option: string;
  /** In the currency's minor unit. */
  price: number;
};

const MOST_TAGS = 20;

/** `여름, 여름 ,인기` as tags: trimmed, each once, none empty. */
export function tagsIn(text: string): string[] {
  const tags = text.split(/[,\n]/).map((tag) => tag.trim());
  return [...new Set(tags.filter((tag) => tag !== ''))].slice(0, MOST_TAGS);
}
