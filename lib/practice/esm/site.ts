/** What tells 옥션 and G마켓 apart behind their one API. */
export interface EsmSite {
  readonly key: 'auction' | 'gmarket';
  /** Before the seller's id in the token. */
  readonly letter: 'A' | 'G';
  /** What order requests call the site; their answers say otherwise. */
  readonly requestSiteType: number;
  readonly siteType: number;
  readonly firstOrderNo: number;
  readonly firstPayNo: number;
  /** Before the numbers of goods. */
  readonly goodsPrefix: string;
}

export const auctionSite: EsmSite = {
  key: 'auction',
  letter: 'A',
  requestSiteType: 1,
  siteType: 1,
  firstOrderNo: 1_600_000_000,
  firstPayNo: 1_200_000_000,
  goodsPrefix: 'B',
};

export const gmarketSite: EsmSite = {
  key: 'gmarket',
  letter: 'G',
  requestSiteType: 2,
  siteType: 3,
  firstOrderNo: 4_000_000_000,
  firstPayNo: 5_400_000_000,
  goodsPrefix: '',
};
