import type { PracticeMarketplace } from '../marketplace';
import { cafe24App } from './app';
import { deliverOnCafe24 } from './arrival';
import { cancelOnCafe24, moveOnCafe24 } from './buyer';
import { orderOf } from './document';
import { type Cafe24Order, listedLines, statusesOf } from './order';
import { withdrawOnCafe24 } from './withdrawal';

export const cafe24: PracticeMarketplace<Cafe24Order> = {
  key: 'cafe24',
  mount: '/cafe24/',
  app: cafe24App,
  unitsOf: (order, _shop, number) => {
    const made = orderOf(order, number);
    const orderNo = made.order_id;
    return [{ unitNo: orderNo, orderNo, statuses: statusesOf(made), document: made }];
  },
  listedLines,
  cancel: cancelOnCafe24,
  deliver: deliverOnCafe24,
  withdraw: withdrawOnCafe24,
  move: moveOnCafe24,
};
