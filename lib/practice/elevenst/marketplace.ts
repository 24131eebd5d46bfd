import type { PracticeMarketplace } from '../marketplace';
import { elevenstApp } from './app';
import { deliverOn11st } from './arrival';
import { cancelOn11st, exchangeOn11st, moveOn11st } from './buyer';
import { unitsOf } from './document';
import { type ElevenstUnit, listedLines, statusesOf } from './order';
import { withdrawOn11st } from './withdrawal';

export const elevenst: PracticeMarketplace<ElevenstUnit> = {
  key: '11st',
  mount: '/11st/',
  app: elevenstApp,
  unitsOf: (order, shop, number) =>
    unitsOf(order, shop.position, number).map((unit) => ({
      unitNo: unit.dlvNo,
      orderNo: unit.ordNo,
      statuses: statusesOf(unit),
      document: unit,
    })),
  listedLines,
  cancel: cancelOn11st,
  exchange: exchangeOn11st,
  deliver: deliverOn11st,
  withdraw: withdrawOn11st,
  move: moveOn11st,
};
