/** As ids are compared: moa of `옥션(moa)`; empty where a cell names no more than the market. */
export function sellerIdOf(cell: string): string {
  const plain = cell.normalize('NFKC').trim();
  const [, id = plain] = /^(?:옥션|지마켓|G마켓)[\s(_:-]*(.*?)\)?$/i.exec(plain) ?? [];
  return id.toLowerCase();
}

/** The ids of a channel: its account, and those that a person has said are its own. */
export type Sellers = { own: ReadonlySet<string>; others: ReadonlySet<string> };

export type SaidSellers = {
  /** Their orders are not the channel's. */
  foreign: ReadonlySet<string>;
  /** Nobody's: a person says whether they are the channel's. */
  strange: ReadonlySet<string>;
};

/**
 * Of the seller ids in a file those that are not the channel's: ids of other channels, and any other
 * one where the channel's own stands beside it. An account may be a mere name: one that nobody knows,
 * in a file without the channel's own, may be it.
 */
export function sortSellers(ids: Iterable<string>, { own, others }: Sellers): SaidSellers {
  const said = new Set(ids);
  said.delete('');
  const strangers = [...said].filter((id) => !own.has(id));
  const isOwnSaid = strangers.length < said.size;
  const isForeign = (id: string) => isOwnSaid || others.has(id);
  return {
    foreign: new Set(strangers.filter(isForeign)),
    strange: new Set(strangers.filter((id) => !isForeign(id))),
  };
}
