import { z } from 'zod';
import type { Answer } from '../http';
import { type Unit, unitColumns } from '../store/units';
import { success } from './answers';
import { type EsmCall, esmNumber, readBody } from './call';
import { type EsmOrder, wireTime } from './order';

const form = z.object({ OrderNo: esmNumber, Page: z.number().int().min(1) });

/** 주문상태조회 of one order, whatever became of it. */
export async function readDeliveryStatus(call: EsmCall): Promise<Answer> {
  const { OrderNo } = readBody(call, form);
  const { sql } = call.practice;
  const units = await sql<Unit<EsmOrder>[]>`
    select ${unitColumns(sql)} from practice.orders
    where shop = ${call.shop.key} and unit_no = ${OrderNo}`;
  return success(
    units.map(({ document }) => ({
      OrderNo: BigInt(document.OrderNo),
      Status: document.OrderStatus,
      ClaimStatus: document.own.claim === 'none' ? 0 : 1,
      StatusChangeDate: wireTime(call.now),
      IsGiftOrder: document.own.gift ? 'Y' : 'N',
    })),
  );
}
