import { z } from 'zod';
import type { Connection } from '../channel';
import { ChannelError } from '../errors';
import type { ShipmentPush, UnitReading, UnitResult, UnitToAcknowledge } from '../unit';
import { type Fault, notSent, oneByOne, unsendable } from '../writing';
import { type ActionResult, type ElevenstClient, elevenstClient } from './client';
import { numberAsSent } from './couriers';
import { stamp } from './plan';
import { type Delivery, readDeliveries, toReading } from './reading';
import { meaningOf, resultOf } from './results';
import { told } from './row';

type Unit = { unitNo: string; orderNo: string; lineKeys: string[] };
type IsAsWanted = (reading: UnitReading) => boolean;

const afterPaid = new Set(['acknowledged', 'shipping', 'delivered', 'confirmed']);
const afterShipped = new Set(['shipping', 'delivered', 'confirmed']);

const methods = { parcel: '01', direct: '03', quick: '04', pickup: '05', none: '05' } as const;

/** 발주확인: one call moves all lines of one product in the unit, add-ons of the product included. */
export function acknowledge(
  connection: Connection,
  units: UnitToAcknowledge[],
): Promise<UnitResult[]> {
  const client = elevenstClient(connection);
  return oneByOne(units, async (unit) => {
    if (!isId(unit.unitNo) || !isId(unit.orderNo)) return unsendable(unit.unitNo, 'unit');
    if (!areLinesOf(unit)) return unsendable(unit.unitNo, 'lines');
    let last: ActionResult = { code: '0', message: '' };
    for (const path of await acknowledgePaths(client, unit)) {
      last = await client.act(path);
      if (meaningOf(last.code) !== 'accepted') break;
    }
    const mayBeIncomplete = unit.lineKeys.length > 1;
    return settled(client, unit, last, mayBeIncomplete, ({ state }) => afterPaid.has(state));
  });
}

/** 발송처리 of a whole unit, or 부분발송 where some of its lines stay. */
export async function push(connection: Connection, pushes: ShipmentPush[]): Promise<UnitResult[]> {
  const client = elevenstClient(connection);
  const before = await deliveriesBefore(client, pushes);
  if (before instanceof ChannelError) return pushes.map(notSent(before));
  return oneByOne(pushes, async (given) => {
    const push = { ...given, waybillNo: given.waybillNo.replace(/[\s-]/g, '') };
    const unit = { ...push, lineKeys: push.lines.map((line) => line.lineKey) };
    const fault = faultOf(push, unit);
    if (fault) return unsendable(push.unitNo, fault);
    const isAsWanted: IsAsWanted = (reading) => isShippedAs(reading, push);
    if (push.kind === 'change') return settled(client, unit, numberStays, true, isAsWanted);
    const path = shippingPath(push, stamp(client.now().getTime()));
    const result = await client.act(isPart(before, push) ? path + partOf(unit) : path);
    return settled(client, unit, result, false, isAsWanted);
  });
}

/** The marketplace documents no call that replaces a number. */
const numberStays: ActionResult = {
  code: 'numberStays',
  message: 'a sent number cannot be changed',
};

/** All orders of a batch are read in one call. */
async function deliveriesBefore(
  client: ElevenstClient,
  pushes: ShipmentPush[],
): Promise<Delivery[] | ChannelError> {
  try {
    return await readDeliveries(
      client,
      pushes.map((push) => push.orderNo),
    );
  } catch (error) {
    if (error instanceof ChannelError) return error;
    throw error;
  }
}

/** A call for the whole unit would ship what stays behind as well, of whichever order. */
function isPart(deliveries: Delivery[], { unitNo, lines, sharesUnit }: ShipmentPush): boolean {
  const leaving = new Set(lines.map((line) => line.lineKey));
  const staying = deliveries.filter(
    ({ dlvNo, lineKey, status }) =>
      dlvNo === unitNo &&
      !leaving.has(lineKey) &&
      (status.state === 'paid' || status.state === 'acknowledged'),
  );
  return sharesUnit === true || staying.length > 0;
}

/** A single line stands for itself; of several, add-ons are named by their own rows. */
async function acknowledgePaths(client: ElevenstClient, unit: Unit): Promise<string[]> {
  const [only = ''] = unit.lineKeys;
  const pathOf = (seq: string, hasAddOn: string, addOnNo: string) =>
    `/ordservices/reqpackaging/${unit.orderNo}/${seq}/${hasAddOn}/${addOnNo}/${unit.unitNo}`;
  if (unit.lineKeys.length === 1) return [pathOf(seqOf(unit, only), 'N', 'null')];
  const rows = await client.list(`/ordservices/complete/${unit.orderNo}`);
  const waiting = rows.flatMap((row) => {
    const parsed = waitingSchema.safeParse(row);
    return parsed.success && parsed.data.dlvNo === unit.unitNo ? [parsed.data] : [];
  });
  const products = new Map(waiting.map((row) => [`${row.prdNo} ${row.addPrdNo}`, row]));
  return [...products.values()].map((row) => {
    const isAddOn = row.addPrdNo !== '' && row.addPrdNo !== '0';
    return pathOf(row.ordPrdSeq, row.addPrdYn || 'N', isAddOn ? row.addPrdNo : 'null');
  });
}

const waitingSchema = z.object({
  ordPrdSeq: told,
  dlvNo: told,
  prdNo: told,
  addPrdYn: told,
  addPrdNo: told,
});

function shippingPath(push: ShipmentPush, sendDt: string): string {
  const method = push.method ?? 'parcel';
  const isParcel = method === 'parcel';
  const courier = isParcel ? push.courierCode : 'null';
  const number = isParcel
    ? numberAsSent(push.courierCode, push.waybillNo, sendDt.slice(0, 8))
    : 'null';
  return `/ordservices/reqdelivery/${sendDt}/${methods[method]}/${courier}/${number}/${push.unitNo}`;
}

function partOf(unit: Unit): string {
  const seqs = unit.lineKeys.map((lineKey) => seqOf(unit, lineKey));
  return `/Y/${unit.orderNo}/${seqs.join(',')}`;
}

/** Takes a result for what it is, or for what the order itself shows. */
async function settled(
  client: ElevenstClient,
  unit: Unit,
  result: ActionResult,
  looksAnyway: boolean,
  isAsWanted: IsAsWanted,
): Promise<UnitResult> {
  const { unitNo } = unit;
  const meaning = meaningOf(result.code);
  if (meaning === 'rejected') return resultOf(unitNo, 'rejected', result);
  if (meaning === 'accepted' && !looksAnyway) return resultOf(unitNo, 'accepted', result);
  try {
    const reading = toReading(await readDeliveries(client, [unit.orderNo]), unit);
    const isDone = reading !== null && isAsWanted(reading);
    if (meaning === 'accepted') return resultOf(unitNo, isDone ? 'accepted' : 'retry', result);
    return resultOf(unitNo, isDone ? 'already' : meaning.else, result);
  } catch (error) {
    if (!(error instanceof ChannelError)) throw error;
    return resultOf(unitNo, 'unknown', result);
  }
}

/** A courier that is not shown cannot speak against the number. */
function isShippedAs(reading: UnitReading, push: ShipmentPush): boolean {
  if (!afterShipped.has(reading.state)) return false;
  if ((push.method ?? 'parcel') !== 'parcel') return true;
  const sameCourier = reading.courierCode === '' || reading.courierCode === push.courierCode;
  return sameCourier && reading.waybillNo === push.waybillNo;
}

function faultOf(push: ShipmentPush, unit: Unit): Fault | null {
  if (!isId(push.unitNo) || !isId(push.orderNo)) return 'unit';
  if (!areLinesOf(unit)) return 'lines';
  if ((push.method ?? 'parcel') !== 'parcel') return null;
  if (!/^\d{5}$/.test(push.courierCode)) return 'courier';
  return /^[0-9A-Za-z]{1,40}$/.test(push.waybillNo) ? null : 'waybill';
}

function areLinesOf(unit: Unit): boolean {
  return unit.lineKeys.length > 0 && unit.lineKeys.every((key) => isId(seqOf(unit, key)));
}

function seqOf(unit: Unit, lineKey: string): string {
  const start = `${unit.orderNo}-`;
  return lineKey.startsWith(start) ? lineKey.slice(start.length) : '';
}

function isId(value: string): boolean {
  return /^\d+$/.test(value);
}
