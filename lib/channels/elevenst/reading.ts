import { z } from 'zod';
import type { ChannelState } from '../collected';
import { ChannelAnswerError } from '../errors';
import { reasonOf } from '../reason';
import type { UnitReading, UnitToRead } from '../unit';
import type { ElevenstClient } from './client';
import { numberAsShown } from './couriers';
import { recipientFields, recipientOf } from './mapper';
import { lineKeyOf, number, told } from './row';
import { type LineStatus, statusOf } from './status';
import type { Row } from './xml';

const maxOrders = 100;

const deliverySchema = z.object({
  ordNo: number,
  ordPrdSeq: number,
  dlvNo: number,
  ordPrdStat: told,
  ordPrdStatNm: told,
  dlvEtprsCd: told,
  invcNo: told,
  ...recipientFields,
});

export type Delivery = z.output<typeof deliverySchema> & { lineKey: string; status: LineStatus };

/** From the least to the most advanced. */
const advance: readonly ChannelState[] = [
  'paid',
  'acknowledged',
  'shipping',
  'delivered',
  'confirmed',
];

/** The rows of these orders' deliveries, as the marketplace gives them: at most 100 orders a call. */
export async function readDeliveryRows(client: ElevenstClient, orderNos: string[]): Promise<Row[]> {
  const rows: Row[] = [];
  const distinct = [...new Set(orderNos)].filter((orderNo) => /^\d+$/.test(orderNo));
  for (let start = 0; start < distinct.length; start += maxOrders) {
    const some = distinct.slice(start, start + maxOrders);
    rows.push(...(await client.list(`/claimservice/orderlistalladdr/${some.join(',')}`)));
  }
  return rows;
}

export async function readDeliveries(
  client: ElevenstClient,
  orderNos: string[],
): Promise<Delivery[]> {
  return (await readDeliveryRows(client, orderNos)).map((row) => {
    const parsed = deliverySchema.safeParse(row);
    if (!parsed.success) throw new ChannelAnswerError(`delivery: ${reasonOf(parsed.error)}`);
    const { ordNo, ordPrdSeq, ordPrdStat } = parsed.data;
    const status = statusOf(ordPrdStat);
    if (!status) throw new ChannelAnswerError(`delivery: unknown state ${ordPrdStat}`);
    return { ...parsed.data, lineKey: lineKeyOf(ordNo, ordPrdSeq), status };
  });
}

/** The unit's lines as one; null when none of them is (any more) in the order. */
export function toReading(deliveries: Delivery[], unit: UnitToRead): UnitReading | null {
  const own = deliveries.filter((line) =>
    unit.lineKeys
      ? unit.lineKeys.includes(line.lineKey)
      : line.ordNo === unit.orderNo && line.dlvNo === unit.unitNo,
  );
  const live = own.filter(({ status }) => advance.includes(status.state));
  const [slowest] = [...(live.length > 0 ? live : own)].sort(byAdvance);
  if (!slowest) return null;
  return {
    unitNo: unit.unitNo,
    state: slowest.status.state,
    rawState: slowest.ordPrdStat,
    courierCode: common(live.map((line) => line.dlvEtprsCd)),
    waybillNo: common(live.map((line) => numberAsShown(line.dlvEtprsCd, line.invcNo))),
    recipient: recipientOf(slowest, ''),
    claimOpen: own.some(({ status }) => status.claimOpen),
  };
}

function byAdvance(a: Delivery, b: Delivery): number {
  return advance.indexOf(a.status.state) - advance.indexOf(b.status.state);
}

/** What all say, or nothing. */
function common(values: string[]): string {
  return new Set(values).size === 1 ? (values[0] ?? '') : '';
}
