import type { PracticeMarketplace } from '../marketplace';
import { coupangApp } from './app';
import { deliverOnCoupang } from './arrival';
import { type CoupangBox, listedLines } from './box';
import { cancelOnCoupang, moveOnCoupang } from './buyer';
import { boxesOf } from './document';
import { exchangeOnCoupang } from './exchange-requests';
import { withdrawOnCoupang } from './withdrawal';

export const coupang: PracticeMarketplace<CoupangBox> = {
  key: 'coupang',
  mount: '/coupang/',
  app: coupangApp,
  unitsOf: (order, shop, number) =>
    boxesOf(order, shop.position, number).map((box) => ({
      unitNo: box.shipmentBoxId,
      orderNo: box.orderId,
      statuses: [box.status],
      document: box,
    })),
  listedLines,
  cancel: cancelOnCoupang,
  exchange: exchangeOnCoupang,
  deliver: deliverOnCoupang,
  withdraw: withdrawOnCoupang,
  move: moveOnCoupang,
};
