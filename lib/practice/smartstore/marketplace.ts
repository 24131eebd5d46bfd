import type { PracticeMarketplace } from '../marketplace';
import { smartstoreApp } from './app';
import { deliverOnSmartstore } from './arrival';
import { cancelOnSmartstore, exchangeOnSmartstore, moveOnSmartstore } from './buyer';
import { productOrdersOf } from './document';
import { listedLines, type SmartstoreUnit, statusesOf } from './product-order';
import { withdrawOnSmartstore } from './withdrawal';

export const smartstore: PracticeMarketplace<SmartstoreUnit> = {
  key: 'smartstore',
  mount: '/smartstore/',
  app: smartstoreApp,
  unitsOf: (order, shop, number) =>
    productOrdersOf(order, shop.position, number).map((unit) => ({
      unitNo: unit.productOrder.productOrderId,
      orderNo: unit.order.orderId,
      statuses: statusesOf(unit),
      document: unit,
    })),
  listedLines,
  cancel: cancelOnSmartstore,
  exchange: exchangeOnSmartstore,
  deliver: deliverOnSmartstore,
  withdraw: withdrawOnSmartstore,
  move: moveOnSmartstore,
};
