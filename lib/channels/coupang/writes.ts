import type { Connection } from '../channel';
import { ChannelAnswerError, ChannelError, ChannelRefusedError } from '../errors';
import type { JsonValue } from '../json';
import { reasonOf } from '../reason';
import type { ShipmentPush, UnitReading, UnitResult, UnitToAcknowledge } from '../unit';
import { batchesOf, type Fault, unsendable, writeInTurn } from '../writing';
import { type CoupangClient, coupangClient, type Envelope } from './client';
import { toReading } from './mapper';
import { boxResult, type RowResult, resultsSchema, words } from './results';

type BoxWrite<Unit> = {
  call: 'acknowledgement' | 'invoices';
  faultOf: (unit: Unit) => Fault | null;
  mayGoTogether: (a: Unit, b: Unit) => boolean;
  send: (client: CoupangClient, units: Unit[]) => Promise<Envelope>;
  /** Decides behind a refusal whether the box is as we wanted it all the same. */
  isAsWanted: (box: UnitReading, unit: Unit) => boolean;
};

const boxesPerCall = 50;

const acknowledgement: BoxWrite<UnitToAcknowledge> = {
  call: 'acknowledgement',
  faultOf: (unit) => (isId(unit.unitNo) ? null : 'unit'),
  mayGoTogether: () => true,
  send: (client, units) =>
    client.write('PUT', '/ordersheets/acknowledgement', {
      vendorId: client.vendorId,
      shipmentBoxIds: units.map((unit) => BigInt(unit.unitNo)),
    }),
  isAsWanted: (box) => box.state !== 'paid' && box.state !== 'cancelled',
};

const invoices: BoxWrite<ShipmentPush> = {
  call: 'invoices',
  faultOf: invoiceFault,
  mayGoTogether: (a, b) => a.kind === b.kind,
  send: (client, pushes) =>
    client.write(
      'POST',
      pushes[0]?.kind === 'change' ? '/orders/updateInvoices' : '/orders/invoices',
      {
        vendorId: client.vendorId,
        orderSheetInvoiceApplyDtos: pushes.flatMap(invoiceRows),
      },
    ),
  isAsWanted: (box, push) =>
    hasNumber(box, push) && (box.state === 'shipping' || box.state === 'delivered'),
};

export function acknowledge(connection: Connection, units: UnitToAcknowledge[]) {
  return writeBoxes(coupangClient(connection), units, acknowledgement);
}

export function push(connection: Connection, pushes: ShipmentPush[]) {
  return writeBoxes(coupangClient(connection), pushes.map(asDirect), invoices);
}

/** 업체직송 stands for every way without a courier; it takes any number, and the box has one. */
function asDirect(push: ShipmentPush): ShipmentPush {
  if ((push.method ?? 'parcel') === 'parcel') return push;
  return { ...push, courierCode: 'DIRECT', waybillNo: push.unitNo };
}

/** Null when the marketplace does not know the box (any more). */
export async function readBox(client: CoupangClient, unitNo: string): Promise<UnitReading | null> {
  if (!isId(unitNo)) return null;
  try {
    const { data } = await client.get('v5', `/ordersheets/${unitNo}`);
    const reading = toReading(data);
    if (reading) return reading;
  } catch (error) {
    if (error instanceof ChannelRefusedError && error.reason === 'request') return null;
    throw error;
  }
  throw new ChannelAnswerError(`order sheet of box ${unitNo} cannot be read`);
}

function writeBoxes<Unit extends { unitNo: string }>(
  client: CoupangClient,
  units: Unit[],
  task: BoxWrite<Unit>,
): Promise<UnitResult[]> {
  const batches = batchesOf(
    units,
    boxesPerCall,
    (a, b) => !task.faultOf(a) && !task.faultOf(b) && task.mayGoTogether(a, b),
  );
  return writeInTurn(batches, async (batch) => {
    const [first] = batch;
    const fault = first && task.faultOf(first);
    if (fault) return [unsendable(first.unitNo, fault)];
    const { data } = await task.send(client, batch);
    const answer = resultsSchema.safeParse(data);
    if (!answer.success) throw new ChannelAnswerError(reasonOf(answer.error));
    const results = [];
    for (const unit of batch) {
      const result = boxResult(unit.unitNo, answer.data, task.call);
      results.push(await settled(client, result, (box) => task.isAsWanted(box, unit)));
    }
    return results;
  });
}

async function settled(
  client: CoupangClient,
  result: RowResult,
  isAsWanted: (box: UnitReading) => boolean,
): Promise<UnitResult> {
  if ('outcome' in result) return result;
  const { unitNo, row } = result;
  try {
    const box = await readBox(client, unitNo);
    return { unitNo, outcome: box && isAsWanted(box) ? 'already' : 'rejected', ...words(row) };
  } catch (error) {
    if (!(error instanceof ChannelError)) throw error;
    return { unitNo, outcome: 'unknown', ...words(row) };
  }
}

function invoiceFault(push: ShipmentPush): Fault | null {
  if (!isId(push.unitNo) || !isId(push.orderNo)) return 'unit';
  const ofThisOrder = push.lines.every((line) => isId(vendorItemIdOf(push, line.lineKey)));
  if (push.lines.length === 0 || !ofThisOrder) return 'lines';
  if (push.courierCode === '') return 'courier';
  return isId(numberOf(push)) ? null : 'waybill';
}

/** Every item of a box has to be there, or the marketplace refuses the box. */
function invoiceRows(push: ShipmentPush): JsonValue[] {
  return push.lines.map((line) => ({
    shipmentBoxId: BigInt(push.unitNo),
    orderId: BigInt(push.orderNo),
    vendorItemId: BigInt(vendorItemIdOf(push, line.lineKey)),
    deliveryCompanyCode: push.courierCode,
    invoiceNumber: numberOf(push),
    splitShipping: false,
    preSplitShipped: false,
    estimatedShippingDate: '',
  }));
}

/** A courier that the marketplace names in a way we do not know cannot speak against it. */
function hasNumber(box: UnitReading, push: ShipmentPush): boolean {
  const sameCourier = box.courierCode === '' || box.courierCode === push.courierCode;
  return sameCourier && box.waybillNo === numberOf(push);
}

function vendorItemIdOf(push: ShipmentPush, lineKey: string): string {
  const start = `${push.orderNo}-`;
  return lineKey.startsWith(start) ? lineKey.slice(start.length) : '';
}

function numberOf(push: ShipmentPush): string {
  return push.waybillNo.replace(/[\s-]/g, '');
}

function isId(value: string): boolean {
  return /^\d+$/.test(value);
}
