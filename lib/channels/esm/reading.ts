import { z } from 'zod';
import { ChannelAnswerError, ChannelRefusedError } from '../errors';
import { digits } from '../fields';
import { reasonOf } from '../reason';
import type { UnitReading } from '../unit';
import type { EsmClient } from './client';
import { orderRequest, readList } from './listing';
import { stateOf, toReading } from './mapper';

const byOrderNo = 0;

const statusesSchema = z.array(
  z.object({
    OrderNo: digits,
    Status: z.int().min(1).max(5),
    ClaimStatus: z.int().nullish(),
  }),
);

/** Null when the marketplace does not know the order (any more). */
export async function readOrder(client: EsmClient, orderNo: string): Promise<UnitReading | null> {
  if (!/^\d+$/.test(orderNo)) return null;
  const list = await asked(() =>
    client.post(orderRequest, {
      siteType: client.site.orderSiteType,
      orderStatus: byOrderNo,
      orderNo: BigInt(orderNo),
    }),
  );
  const [raw] = readList(list).RequestOrders;
  if (raw === undefined) return readStatus(client, orderNo);
  const reading = toReading(raw);
  if (reading?.unitNo === orderNo) return reading;
  throw new ChannelAnswerError(`order ${orderNo} cannot be read`);
}

/** Orders under a claim are only listed by their state; these lists know no recipient. */
async function readStatus(client: EsmClient, orderNo: string): Promise<UnitReading | null> {
  const statuses = await asked(() =>
    client.post('/shipping/v1/Delivery/GetDeliveryStatus', { OrderNo: BigInt(orderNo), Page: 1 }),
  );
  const parsed = statusesSchema.safeParse(statuses ?? []);
  if (!parsed.success) throw new ChannelAnswerError(`status: ${reasonOf(parsed.error)}`);
  const found = parsed.data.find((status) => status.OrderNo === orderNo);
  if (!found) return null;
  return {
    unitNo: orderNo,
    state: stateOf(found.Status),
    rawState: String(found.Status),
    courierCode: '',
    waybillNo: '',
    recipient: null,
    claimOpen: (found.ClaimStatus ?? 0) !== 0,
  };
}

/** A number that is unknown is refused. */
async function asked(question: () => Promise<unknown>): Promise<unknown> {
  try {
    return await question();
  } catch (error) {
    if (error instanceof ChannelRefusedError && error.reason === 'request') return null;
    throw error;
  }
}
