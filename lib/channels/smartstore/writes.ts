import type { Connection } from '../channel';
import { ChannelBrokenAnswerError, ChannelError } from '../errors';
import type { JsonValue } from '../json';
import { reasonOf } from '../reason';
import { seoulZoned } from '../seoul-time';
import type { ShipmentPush, UnitReading, UnitResult, UnitToAcknowledge } from '../unit';
import { batchesOf, type Fault, unsendable, writeInTurn } from '../writing';
import { type SmartstoreClient, smartstoreClient } from './client';
import { deliveryMethods } from './couriers';
import { isId, readProductOrders } from './reading';
import { isLasting, type RowResult, resultsSchema, rowResult } from './results';

type Write<Unit> = {
  path: string;
  faultOf: (unit: Unit) => Fault | null;
  bodyOf: (units: Unit[], now: Date) => JsonValue;
  isAsWanted: (reading: UnitReading, unit: Unit) => boolean;
  /** Nothing stands in the way: a refusal was of the moment. */
  isReady: (reading: UnitReading) => boolean;
};

const unitsPerCall = 30;
/** The dispatch may not lie in the future, and our clock may run ahead. */
const clockMarginMs = 10_000;

const confirmation: Write<UnitToAcknowledge> = {
  path: '/confirm',
  faultOf: ({ unitNo }) => (isId(unitNo) ? null : 'unit'),
  bodyOf: (units) => ({ productOrderIds: units.map(({ unitNo }) => unitNo) }),
  isAsWanted: ({ state }) => state !== 'paid' && state !== 'cancelled',
  isReady: ({ state, claimOpen }) => state === 'paid' && !claimOpen,
};

const dispatch: Write<ShipmentPush> = {
  path: '/dispatch',
  faultOf: pushFault,
  bodyOf: (pushes, now) => ({ dispatchProductOrders: pushes.map((push) => toRow(push, now)) }),
  isAsWanted: isDispatched,
  isReady: ({ state, claimOpen }) => state === 'acknowledged' && !claimOpen,
};

export function acknowledge(
  connection: Connection,
  units: UnitToAcknowledge[],
): Promise<UnitResult[]> {
  return write(smartstoreClient(connection), units, confirmation);
}

/** A number that the marketplace already has cannot be changed by any call. */
export async function push(connection: Connection, pushes: ShipmentPush[]): Promise<UnitResult[]> {
  const client = smartstoreClient(connection);
  const firsts = pushes.filter(({ kind }) => kind === 'first');
  const changes = pushes.filter(({ kind }) => kind === 'change');
  const results = new Map([
    ...zip(firsts, await write(client, firsts, dispatch)),
    ...zip(changes, await changed(client, changes)),
  ]);
  return pushes.flatMap((each) => results.get(each) ?? []);
}

function write<Unit extends { unitNo: string }>(
  client: SmartstoreClient,
  units: Unit[],
  task: Write<Unit>,
): Promise<UnitResult[]> {
  const batches = batchesOf(units, unitsPerCall, (a, b) => !task.faultOf(a) && !task.faultOf(b));
  return writeInTurn(batches, async (batch) => {
    const [first] = batch;
    const fault = first && task.faultOf(first);
    if (fault) return [unsendable(first.unitNo, fault)];
    const data = await client.post(task.path, task.bodyOf(batch, client.now()));
    const answer = resultsSchema.safeParse(data);
    if (!answer.success) throw new ChannelBrokenAnswerError(reasonOf(answer.error));
    const results = batch.map(({ unitNo }) => rowResult(unitNo, answer.data));
    return settled(client, batch, results, task);
  });
}

/** All product orders whose refusal says little are looked at in one call. */
async function settled<Unit extends { unitNo: string }>(
  client: SmartstoreClient,
  batch: Unit[],
  results: RowResult[],
  task: Write<Unit>,
): Promise<UnitResult[]> {
  const doubtful = results.filter((result) => 'doubtful' in result);
  const readings = await readingsOf(client, doubtful);
  return batch.map((unit, index): UnitResult => {
    const result = results[index];
    if (!result) return { unitNo: unit.unitNo, outcome: 'unknown', code: 'answer', message: '' };
    if ('outcome' in result) return result;
    const { unitNo, doubtful: refusal } = result;
    if (!readings) return { unitNo, outcome: 'unknown', ...refusal };
    const reading = readings.find((candidate) => candidate.unitNo === unitNo);
    if (reading && task.isAsWanted(reading, unit))
      return { unitNo, outcome: 'already', ...refusal };
    const mayPass = reading && task.isReady(reading) && !isLasting(refusal.code);
    return { unitNo, outcome: mayPass ? 'retry' : 'rejected', ...refusal };
  });
}

/** Null when the marketplace does not say. */
async function readingsOf(
  client: SmartstoreClient,
  units: readonly { unitNo: string }[],
): Promise<UnitReading[] | null> {
  try {
    return await readProductOrders(client, units);
  } catch (error) {
    if (error instanceof ChannelError) return null;
    throw error;
  }
}

/** The seller may have changed it in the seller centre; else only a person can. */
async function changed(client: SmartstoreClient, pushes: ShipmentPush[]): Promise<UnitResult[]> {
  const readings = await readingsOf(client, pushes);
  const refusal = { code: 'numberChange', message: '' };
  return pushes.map((push): UnitResult => {
    const { unitNo } = push;
    if (!readings) return { unitNo, outcome: 'retry', code: 'unavailable', message: '' };
    const reading = readings.find((candidate) => candidate.unitNo === unitNo);
    const isDone = reading !== undefined && isDispatched(reading, push);
    return { unitNo, outcome: isDone ? 'already' : 'rejected', ...refusal };
  });
}

function isDispatched(reading: UnitReading, push: ShipmentPush): boolean {
  if (reading.state !== 'shipping' && reading.state !== 'delivered') return false;
  if (!isParcel(push)) return true;
  return reading.waybillNo === numberOf(push) && reading.courierCode === push.courierCode;
}

function pushFault(push: ShipmentPush): Fault | null {
  if (!isId(push.unitNo)) return 'unit';
  if (push.lines.length === 0) return 'lines';
  if (!isParcel(push)) return null;
  if (push.courierCode === '') return 'courier';
  return /^[0-9A-Za-z]{1,40}$/.test(numberOf(push)) ? null : 'waybill';
}

function toRow(push: ShipmentPush, now: Date): JsonValue {
  const parcel = { deliveryCompanyCode: push.courierCode, trackingNumber: numberOf(push) };
  return {
    productOrderId: push.unitNo,
    deliveryMethod: deliveryMethods[push.method ?? 'parcel'],
    ...(isParcel(push) && parcel),
    dispatchDate: seoulZoned(new Date(now.getTime() - clockMarginMs)),
  };
}

function isParcel({ method = 'parcel' }: ShipmentPush): boolean {
  return method === 'parcel';
}

function numberOf({ waybillNo }: ShipmentPush): string {
  return waybillNo.replace(/[\s-]/g, '');
}

function zip<Key, Value>(keys: Key[], values: Value[]): [Key, Value][] {
  return keys.flatMap((key, index): [Key, Value][] => {
    const value = values[index];
    return value === undefined ? [] : [[key, value]];
  });
}
