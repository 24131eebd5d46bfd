import { z } from 'zod';
import { ChannelError, ChannelRefusedError } from '../errors';
import { seoulSecond } from '../seoul-time';
import type { ShipmentPush, UnitReading, UnitResult, UnitToAcknowledge } from '../unit';
import { type Fault, oneByOne, unsendable } from '../writing';
import type { EsmClient } from './client';
import { readOrder } from './reading';

const checkedSchema = z.object({ IsChanged: z.union([z.number(), z.string(), z.boolean()]) });

/** A refusal behind which the order may already be as we want it. */
const perhapsDone = /이미/;

/** 발주확인, order by order; the answer says whether the buyer has moved since. */
export function acknowledge(client: EsmClient, units: UnitToAcknowledge[]): Promise<UnitResult[]> {
  return oneByOne(units, ({ unitNo }) => {
    if (!isNumber(unitNo)) return unsendable(unitNo, 'unit');
    const isAsWanted = ({ state }: UnitReading) => state !== 'paid' && state !== 'cancelled';
    return orSettled(client, unitNo, isAsWanted, async () => {
      const data = await client.post(`/shipping/v1/Order/OrderCheck/${unitNo}`, {});
      return isUnchanged(data) ? { recipientUnchanged: true } : {};
    });
  });
}

/**
 * 발송처리, order by order; a number that is there is overwritten. It turns a buyer's waiting cancel
 * down, so the claims must have been read just before.
 */
export function push(
  client: EsmClient,
  pushes: ShipmentPush[],
  now: () => Date,
): Promise<UnitResult[]> {
  return oneByOne(pushes, (push) => {
    const waybillNo = push.waybillNo.replace(/[\s-]/g, '');
    const fault = faultOf(push, waybillNo);
    if (fault) return unsendable(push.unitNo, fault);
    const isAsWanted = (order: UnitReading) => order.waybillNo === waybillNo;
    return orSettled(client, push.unitNo, isAsWanted, async () => {
      await client.post('/shipping/v1/Delivery/ShippingInfo', {
        OrderNo: BigInt(push.unitNo),
        ShippingDate: seoulSecond(now()),
        DeliveryCompanyCode: Number(push.courierCode),
        InvoiceNo: waybillNo,
      });
      return {};
    });
  });
}

async function orSettled(
  client: EsmClient,
  unitNo: string,
  isAsWanted: (order: UnitReading) => boolean,
  write: () => Promise<Pick<UnitResult, 'recipientUnchanged'>>,
): Promise<UnitResult> {
  try {
    return { unitNo, outcome: 'accepted', code: '0', message: '', ...(await write()) };
  } catch (error) {
    if (!(error instanceof ChannelRefusedError) || !perhapsDone.test(error.message)) throw error;
    const { code, message } = error;
    const outcome = await outcomeNow(client, unitNo, isAsWanted);
    return { unitNo, outcome, code, message };
  }
}

async function outcomeNow(
  client: EsmClient,
  unitNo: string,
  isAsWanted: (order: UnitReading) => boolean,
): Promise<UnitResult['outcome']> {
  try {
    const order = await readOrder(client, unitNo);
    return order && isAsWanted(order) ? 'already' : 'rejected';
  } catch (error) {
    if (error instanceof ChannelError) return 'unknown';
    throw error;
  }
}

/** What it does not say has to be looked at. */
function isUnchanged(data: unknown): boolean {
  const parsed = checkedSchema.safeParse(data);
  return parsed.success && ['0', 'false'].includes(String(parsed.data.IsChanged).toLowerCase());
}

function faultOf(push: ShipmentPush, waybillNo: string): Fault | null {
  if (!isNumber(push.unitNo)) return 'unit';
  if (push.lines.length !== 1 || push.lines[0]?.lineKey !== push.unitNo) return 'lines';
  if (!isNumber(push.courierCode)) return 'courier';
  return isNumber(waybillNo) ? null : 'waybill';
}

function isNumber(value: string): boolean {
  return /^\d+$/.test(value);
}
