/** As ids are compared: moa of `옥션(moa)`; empty where a cell names no more than the market. */
export function sellerIdOf(cell: string): string {
  const plain = cell.normalize('NFKC').trim();
  const [, id = plain] = /^(?:옥션|지마켓|G마켓)[\s(_:-]*(.*?)\)?$/i.exec(plain) ?? [];
  return id.toLowerCase();
}

/** An id is somebody's only within its marketplace: an account of 옥션 says nothing about G마켓. */
export type Sellers = {
  account: string;
  /** The account, and what a person has said is the channel's too. */
  own: ReadonlySet<string>;
  /** Accounts of the marketplace's other channels. */
  others: ReadonlySet<string>;
};

export type SaidSellers = {
  /** Their orders are not the channel's. */
  foreign: ReadonlySet<string>;
  /** Nobody's: a person says whether they are the channel's. */
  strange: ReadonlySet<string>;
};

/**
 * Of the seller ids in a file those that are not the channel's: accounts of other channels, and any
 * other id where the channel's account stands beside it. An account may be a mere name: one that nobody
 * knows, in a file without the channel's account, may be the channel's, so a person is asked.
 */
export function sortSellers(ids: Iterable<string>, { account, own, others }: Sellers): SaidSellers {
  const said = new Set(ids);
  said.delete('');
  const strangers = [...said].filter((id) => !own.has(id));
  const isForeign = (id: string) => said.has(account) || others.has(id);
  return {
    foreign: new Set(strangers.filter(isForeign)),
    strange: new Set(strangers.filter((id) => !isForeign(id))),
  };
}
