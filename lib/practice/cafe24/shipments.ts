import { z } from 'zod';
import type { Answer } from '../http';
import { writeJournal } from '../store/journal';
import { lockUnits, saveUnits } from '../store/units';
import { type BulkEntry, bulkAnswer, type Cafe24Call, isStruck, readBody, refuse } from './call';
import { carriersOf } from './carriers';
import { type Cafe24Order, type Cafe24Shipment, changedUnit } from './order';
import { planShipment, type ShipmentRequest } from './shipment-rules';

const MAX_TRACKING_NO = 40;
const MAX_REQUESTS = 100;

const shipmentForm = z.object({
  tracking_no: z.string().min(1).max(MAX_TRACKING_NO),
  shipping_company_code: z.string(),
  order_item_code: z.array(z.string()).min(1),
  status: z.enum(['standby', 'shipping']),
});
const shopNo = z.literal(1).default(1);
const oneForm = z.object({ shop_no: shopNo, request: shipmentForm });
const bulkForm = z.object({
  shop_no: shopNo,
  requests: z
    .array(shipmentForm.extend({ order_id: z.string() }))
    .min(1)
    .max(MAX_REQUESTS),
});

/** Ships items of one order under one number. */
export async function createShipment(call: Cafe24Call): Promise<Answer> {
  const [order_id = ''] = call.parameters;
  const { request } = readBody(call.body, oneForm);
  const [entry] = await createShipments(call, [{ order_id, ...request }]);
  if (!entry || !('made' in entry)) return refuse(entry?.status ?? 500, entry?.message ?? '');
  return { status: 201, body: { shipments: [entry.made] } };
}

/** The same for up to a hundred orders. */
export async function createShipmentsInBulk(call: Cafe24Call): Promise<Answer> {
  const { requests } = readBody(call.body, bulkForm);
  return bulkAnswer('shipments', await createShipments(call, requests), 201);
}

interface Accepted {
  readonly request: ShipmentRequest;
  readonly shipment: Cafe24Shipment;
  readonly made: object;
}

function createShipments(
  call: Cafe24Call,
  requests: readonly ShipmentRequest[],
): Promise<BulkEntry[]> {
  const carriers = carriersOf(call.shop);
  return call.practice.sql.begin(async (tx) => {
    const ids = requests.map(({ order_id }) => order_id);
    const units = await lockUnits<Cafe24Order>(tx, call.shop.key, ids);
    const byId = new Map(units.map((unit) => [unit.unitNo, unit]));
    const accepted: Accepted[] = [];
    const entries = requests.map((request, index): BulkEntry => {
      const unit = byId.get(request.order_id);
      const planned = isStruck(call, index)
        ? { status: 500, message: 'Internal Server Error' }
        : planShipment(unit?.document, request, carriers, call.now);
      if (!unit || !('order' in planned)) return refusedEntry(request, planned);
      byId.set(unit.unitNo, { ...unit, document: planned.order });
      const made = madeOf(request, planned.shipment);
      accepted.push({ request, shipment: planned.shipment, made });
      return { made };
    });
    const changedIds = new Set(accepted.map(({ request }) => request.order_id));
    const saved = [...byId.values()].filter(({ unitNo }) => changedIds.has(unitNo));
    await saveUnits(tx, saved.map(changedUnit));
    await writeJournal(tx, call.shop, call.now, accepted.map(entryOf));
    return entries;
  });
}

function refusedEntry({ order_id, order_item_code }: ShipmentRequest, planned: object): BulkEntry {
  const fault = { status: 404, message: 'The order does not exist.', ...planned };
  return { named: { shop_no: 1, order_id, order_item_code }, ...fault };
}

function madeOf({ order_id, status }: ShipmentRequest, shipment: Cafe24Shipment): object {
  return {
    shop_no: 1,
    shipping_code: shipment.shipping_code,
    order_id,
    status,
    tracking_no: shipment.tracking_no,
    shipping_company_code: shipment.shipping_company_code,
    order_item_code: shipment.order_item_code,
    carrier_id: shipment.carrier_id,
  };
}

function entryOf({ request, shipment, made }: Accepted) {
  return {
    kind: 'ship' as const,
    unitNo: shipment.shipping_code,
    orderNo: request.order_id,
    lineKeys: shipment.order_item_code,
    courierCode: shipment.shipping_company_code,
    waybillNo: shipment.tracking_no,
    request,
    answer: made,
  };
}
