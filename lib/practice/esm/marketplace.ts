import type { PracticeMarketplace } from '../marketplace';
import { esmApp } from './app';
import { deliverOnEsm } from './arrival';
import { cancelOnEsm, moveOnEsm } from './buyer';
import { ordersOf } from './document';
import { exchangeOnEsm } from './exchange';
import { type EsmOrder, listedLines, statusesOf } from './order';
import { auctionSite, type EsmSite, gmarketSite } from './site';
import { withdrawOnEsm } from './withdrawal';

export const auction = marketplaceAt(auctionSite);
export const gmarket = marketplaceAt(gmarketSite);

function marketplaceAt(site: EsmSite): PracticeMarketplace<EsmOrder> {
  return {
    key: site.key,
    mount: `/${site.key}/`,
    app: (practice) => esmApp(practice, site),
    unitsOf: (order, shop, number) =>
      ordersOf(order, site, shop.position, number).map((made) => ({
        unitNo: made.OrderNo,
        orderNo: made.OrderNo,
        statuses: statusesOf(made),
        document: made,
      })),
    listedLines,
    cancel: (tx, units, input, now) => cancelOnEsm(site, tx, units, input, now),
    exchange: (tx, units, input, now) => exchangeOnEsm(site, tx, units, input, now),
    deliver: deliverOnEsm,
    withdraw: withdrawOnEsm,
    move: moveOnEsm,
  };
}
