import { z } from 'zod';
import { amountIn, count, digits, text, textOrNumber, time, timeOrNone } from '../fields';

/** `3400.0000` */
const won = z
  .union([z.string(), z.number()])
  .transform((value, context) => amountIn(String(value), 'KRW', context));

const options = z
  .array(z.object({ ItemOptionValue: text, ItemOptionOrderCnt: textOrNumber }))
  .nullish()
  .transform((list) => list ?? []);

/** TL travels from the marketplace's own warehouse; older answers do not tell. */
const distribution = z.enum(['NL', 'SL', 'TL', '']).nullish();

export const orderSchema = z.object({
  OrderNo: digits,
  PayNo: digits.nullish(),
  OrderStatus: z.int().min(1).max(5),
  OrderDate: time,
  PayDate: timeOrNone,
  TransDueDate: timeOrNone,
  SiteGoodsNo: textOrNumber,
  OutGoodsNo: textOrNumber,
  GoodsName: text,
  SalePrice: won,
  OrderAmount: won,
  ContrAmount: count.min(1),
  DeliveryFeeCondition: text,
  DistrType: distribution,
  BuyerName: text,
  BuyerMobileTel: text,
  BuyerTel: text,
  ReceiverName: text,
  HpNo: text,
  TelNo: text,
  ZipCode: text,
  DelFrontAddress: text,
  DelBackAddress: text,
  DelFullAddress: text,
  DelMemo: text,
  TakbaeName: text,
  NoSongjang: textOrNumber,
  ItemOptionSelectList: options,
  ItemOptionAdditionList: options,
});

export type Order = z.output<typeof orderSchema>;
