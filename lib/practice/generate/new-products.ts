import { groupBy } from '../group';
import type { ChannelProduct } from '../listings';

type Asked = {
  readonly shops: readonly { readonly key: string }[];
  readonly products: readonly ChannelProduct[];
  readonly newProducts?: number | undefined;
};

type Assortment = {
  readonly sold: readonly ChannelProduct[];
  /** Of each shop those that must be sold, one an order. */
  readonly novelties: ReadonlyMap<string, ChannelProduct[]>;
};

/**
 * What the shops sell. Where the new products are counted, the only listings that nobody has matched
 * yet are so many of one kind of goods each, in turn from every shop.
 */
export function assortmentOf({ shops, products, newProducts }: Asked): Assortment {
  if (newProducts === undefined) return { sold: products, novelties: new Map() };
  const known = products.filter((product) => !mayBeUnknown(product));
  const unknown = shops.map(({ key }) =>
    products
      .filter((one) => one.shopKey === key && isPlainNovelty(one))
      .sort((a, b) => backwards(a).localeCompare(backwards(b))),
  );
  const chosen: ChannelProduct[] = [];
  for (let place = 0; chosen.length < newProducts; place++) {
    const next = unknown.flatMap((listings) => listings[place] ?? []);
    if (next.length === 0) throw new Error(`There are only ${chosen.length} new products.`);
    chosen.push(...next.slice(0, newProducts - chosen.length));
  }
  const novelties = groupBy(chosen, ({ shopKey }) => shopKey);
  return { sold: [...known, ...chosen], novelties };
}

/** Also a remembered one whose option the marketplace shows under another name now. */
function mayBeUnknown({ matchedBy, renamedOption }: ChannelProduct): boolean {
  return matchedBy === 'hand' || (matchedBy === 'remembered' && renamedOption !== null);
}

/** Unknown under one name, and one kind of goods. */
function isPlainNovelty({ matchedBy, renamedOption, meaning }: ChannelProduct): boolean {
  return matchedBy === 'hand' && renamedOption === null && meaning.length === 1;
}

/** The last digits differ most, so that a few of many come from the whole shelf. */
const backwards = ({ channelOptionCode }: ChannelProduct) =>
  [...channelOptionCode].reverse().join('');
