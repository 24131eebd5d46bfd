import type { Mark } from '../channel';

/** What tells the two markets apart behind their one API. */
export type Site = {
  marketplace: 'auction' | 'gmarket';
  koreanName: string;
  englishName: string;
  mark: Mark;
  /** Before the seller's id in the token. */
  letter: 'A' | 'G';
  orderSiteType: number;
  /** Orders are found by their payment, gifts where there are any by their acceptance. */
  orderDateType: number;
  listsGiftsByAcceptance: boolean;
  cancelSiteType: number;
  /** Of returns and exchanges. Where the documents disagree each is asked: a wrong one finds nothing. */
  returnSiteTypes: readonly number[];
  /** 자체배송 */
  ownDeliveryCode: string | null;
};

export const auctionSite: Site = {
  marketplace: 'auction',
  koreanName: '옥션',
  englishName: 'Auction',
  mark: { text: '옥', color: '#d91f2a' },
  letter: 'A',
  orderSiteType: 1,
  orderDateType: 2,
  listsGiftsByAcceptance: false,
  cancelSiteType: 1,
  returnSiteTypes: [1],
  ownDeliveryCode: null,
};

export const gmarketSite: Site = {
  marketplace: 'gmarket',
  koreanName: 'G마켓',
  englishName: 'Gmarket',
  mark: { text: 'G', color: '#00a53c' },
  letter: 'G',
  orderSiteType: 2,
  orderDateType: 5,
  listsGiftsByAcceptance: true,
  cancelSiteType: 3,
  returnSiteTypes: [2, 3],
  ownDeliveryCode: '10032',
};
