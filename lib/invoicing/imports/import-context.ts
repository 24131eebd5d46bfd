import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { courierByName } from '@/lib/couriers/courier-by-name';
import type { CourierKey } from '@/lib/couriers/registry';
import { grouped } from '@/lib/grouped';
import { partsShowingLine } from '@/lib/shipments/lists/shown-line';
import { isFreeAgain } from '@/lib/shipments/parcels/emptied-numbers';
import { contentHash } from '../content-hash';
import { readContents } from '../contents';
import {
  courierAndNo,
  type ImportCandidate,
  type ImportContext,
  type NumberOwner,
  orderAndName,
  type WaybillRow,
} from './import-plan';

export type ImportChoices = { courier: CourierKey | null; replaces: boolean };

/** All that the rows of a courier's file can mean, as it stands now; a few statements for any file. */
export async function readImportContext(
  tx: Tx,
  ctx: Ctx,
  sheet: readonly WaybillRow[],
  choices: ImportChoices,
): Promise<ImportContext> {
  const asked = sheet.flatMap(({ shipmentNo }) =>
    /^\d{1,15}$/.test(shipmentNo) ? [Number(shipmentNo)] : [],
  );
  const absorbedInto = await findBundles(tx, ctx, asked);
  const byOrderAndName = await findByOrder(tx, ctx, sheet);
  const owners = await findOwners(tx, ctx, sheet, choices.courier);
  const ids = new Set([...asked, ...flatten(absorbedInto), ...flatten(byOrderAndName)]);
  const candidates = await readCandidates(tx, ctx, [...ids], sheet.some(namesAnybody));
  return { ...choices, absorbedInto, byOrderAndName, owners, candidates };
}

/** The shipments that a plan of these rows could touch, to be locked before it is made. */
export function touchedBy({ candidates }: ImportContext): number[] {
  return [...candidates.keys()].sort((a, b) => a - b);
}

const namesAnybody = ({ recipientName, phones }: WaybillRow) =>
  recipientName !== '' || phones.length > 0;

const flatten = (lists: ReadonlyMap<unknown, readonly number[]>) => [...lists.values()].flat();

/** Numbers of shipments that were absorbed, and where their goods are now. */
async function findBundles(tx: Tx, ctx: Ctx, ids: number[]): Promise<Map<number, number[]>> {
  const found = await rows<{ home: number; bundles: number[] }>(
    tx,
    sql`
    select home.id as home, array_agg(distinct line.shipment_id) as bundles
    from shipments home
    join shipments bundle on bundle.mall_id = ${ctx.mallId} and bundle.id = home.absorbed_by
    join shipment_lines line
      on line.mall_id = ${ctx.mallId} and line.shipment_id = bundle.id
      and line.home_shipment_id = home.id
    where home.mall_id = ${ctx.mallId} and home.id = any(${sql.param(ids)}::bigint[])
    group by home.id`,
  );
  return new Map(found.map(({ home, bundles }) => [home, bundles.map(Number)]));
}

/** For rows without a 배송번호 of ours: parcels that wait for a number, or have one of this sheet. */
async function findByOrder(
  tx: Tx,
  ctx: Ctx,
  sheet: readonly WaybillRow[],
): Promise<Map<string, number[]>> {
  const orderNos = [...new Set(sheet.map((row) => row.orderNo).filter(Boolean))];
  if (orderNos.length === 0) return new Map();
  const waybillNos = sheet.map((row) => row.waybillNo);
  const found = await rows<{ id: number; orderNo: string; name: string }>(
    tx,
    sql`
    select distinct shipment.id, orders.order_no as "orderNo", recipient.name
    from channels channel
    join orders
      on orders.mall_id = ${ctx.mallId} and orders.channel_id = channel.id
      and orders.order_no = any(${sql.param(orderNos)}::text[])
    join order_lines line on line.mall_id = ${ctx.mallId} and line.order_id = orders.id
    join lateral ${partsShowingLine} part on part.qty > 0
    join shipments shipment
      on shipment.mall_id = ${ctx.mallId} and shipment.id = part.shipment_id
      and (shipment.stage = 'allocated' and shipment.is_open
        or shipment.waybill_no = any(${sql.param(waybillNos)}::text[]))
    join recipients recipient
      on recipient.mall_id = ${ctx.mallId} and recipient.id = shipment.recipient_id
    where channel.mall_id = ${ctx.mallId}`,
  );
  const parcels = grouped(found, ({ orderNo, name }) => orderAndName(orderNo, name));
  return new Map([...parcels].map(([key, those]) => [key, those.map(({ id }) => id)]));
}

async function findOwners(
  tx: Tx,
  ctx: Ctx,
  sheet: readonly WaybillRow[],
  chosen: CourierKey | null,
): Promise<Map<string, NumberOwner>> {
  const couriers = sheet.map((row) => courierByName(row.courierName) ?? chosen ?? '');
  const found = await rows<NumberOwner & { courier: string; waybillNo: string }>(
    tx,
    sql`
    select waybills.courier, waybills.waybill_no as "waybillNo",
      waybills.shipment_id as "shipmentId", waybills.state = 'retired' as "isRetired",
      waybills.state = 'issued' and waybills.source in ('typed', 'sheet') as "canBeFreed"
    from waybills
    join unnest(
      ${sql.param(couriers)}::text[], ${sql.param(sheet.map((row) => row.waybillNo))}::text[]
    ) as given (courier, waybill_no)
      on given.courier = waybills.courier and given.waybill_no = waybills.waybill_no
    where waybills.mall_id = ${ctx.mallId} and not ${isFreeAgain}`,
  );
  return new Map(found.map((row) => [courierAndNo(row.courier, row.waybillNo), row]));
}

async function readCandidates(
  tx: Tx,
  ctx: Ctx,
  ids: number[],
  comparesPeople: boolean,
): Promise<Map<number, ImportCandidate>> {
  const found = await rows<Omit<ImportCandidate, 'presentHash' | 'recipients'>>(
    tx,
    sql`
    select id, stage, hold_kinds as "holdKinds", courier, waybill_no as "waybillNo",
      requested_hash as "requestedHash"
    from shipments
    where mall_id = ${ctx.mallId} and id = any(${sql.param(ids)}::bigint[])
      and absorbed_by is null`,
  );
  const requested = found.filter((shipment) => shipment.requestedHash !== null);
  const contents = await readContents(
    tx,
    ctx,
    requested.map((shipment) => shipment.id),
  );
  const hashes = new Map(contents.map((content) => [content.id, contentHash(content)]));
  const recipients = comparesPeople ? await readRecipients(tx, ctx, ids) : new Map();
  return new Map(
    found.map((shipment) => [
      shipment.id,
      {
        ...shipment,
        presentHash: hashes.get(shipment.id) ?? null,
        recipients: recipients.get(shipment.id) ?? [],
      },
    ]),
  );
}

/** Whom each parcel may be known to be for: an order that was bundled in may name another than its base. */
async function readRecipients(tx: Tx, ctx: Ctx, ids: number[]) {
  const found = await rows<{ id: number; name: string; phones: string[] }>(
    tx,
    sql`
    with meant as (
      select id, recipient_id from shipments
      where mall_id = ${ctx.mallId} and id = any(${sql.param(ids)}::bigint[])
      union
      select line.shipment_id, home.recipient_id
      from shipment_lines line
      join shipments home on home.mall_id = ${ctx.mallId} and home.id = line.home_shipment_id
      where line.mall_id = ${ctx.mallId} and line.shipment_id = any(${sql.param(ids)}::bigint[])
      union
      select line.shipment_id, order_line.recipient_id
      from shipment_lines line
      join order_lines order_line
        on order_line.mall_id = ${ctx.mallId} and order_line.id = line.order_line_id
      where line.mall_id = ${ctx.mallId} and line.shipment_id = any(${sql.param(ids)}::bigint[])
    )
    select meant.id, recipient.name, array[recipient.phone, recipient.mobile] as phones
    from meant
    join recipients recipient
      on recipient.mall_id = ${ctx.mallId} and recipient.id = meant.recipient_id`,
  );
  return grouped(found, ({ id }) => id);
}
