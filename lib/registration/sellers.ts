/** As ids are compared: moa of `옥션(moa)`; empty where a cell names no more than the market. */
export function sellerIdOf(cell: string): string {
  const plain = cell.normalize('NFKC').trim();
  const [, id = plain] = /^(?:옥션|지마켓|G마켓)[\s(_:-]*(.*?)\)?$/i.exec(plain) ?? [];
  return id.toLowerCase();
}

export type Sellers = { own: string; others: ReadonlySet<string> };

/**
 * Of the seller ids in a file those whose orders are not the channel's: ids of other channels, and any
 * other one where the channel's own stands beside it. An account may be a mere name, so that a file in
 * which nobody is known is taken as it is.
 */
export function foreignSellers(ids: Iterable<string>, { own, others }: Sellers): Set<string> {
  const said = new Set(ids);
  said.delete('');
  const isOwnSaid = said.delete(own);
  return new Set([...said].filter((id) => isOwnSaid || others.has(id)));
}
