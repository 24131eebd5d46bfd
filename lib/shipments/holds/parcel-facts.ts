import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { grouped } from '@/lib/grouped';
import { provinceOf } from '@/lib/recipients/region';
import type { ParcelFacts, SizeKind, WantedFacts } from './parcel-conditions';
import { regionReaderOf } from './remote-areas';

/** What rules judge these parcels by, in the order of the ids; what no rule asks for is not read. */
export async function readParcelFacts(
  tx: Tx,
  ctx: Pick<Ctx, 'mallId'>,
  shipmentIds: readonly number[],
  wanted: WantedFacts,
): Promise<ParcelFacts[]> {
  const ids = [...shipmentIds];
  const regionOf = await regionReaderOf(tx, ctx);
  const parcels = await readParcels(tx, ctx, ids);
  const contents = await readContents(tx, ctx, ids);
  const goods = wanted.goods ? await readGoods(tx, ctx, ids) : new Map<number, never>();
  const noted = wanted.memos ? await withMemo(tx, ctx, ids) : new Set<number>();
  const people = wanted.people ? await peopleOf(tx, ctx, ids) : new Map<number, string[]>();
  const parcelOf = new Map(parcels.map((parcel) => [parcel.shipmentId, parcel]));
  return ids.flatMap((id) => {
    const parcel = parcelOf.get(id);
    if (!parcel) return [];
    const { postcode, ...own } = parcel;
    return [
      {
        ...own,
        ...(contents.get(id) ?? empty),
        region: regionOf(postcode),
        province: provinceOf(postcode),
        goods: goods.get(id) ?? { variantCodes: [], tags: [], supplierIds: [] },
        hasMemo: noted.has(id),
        peopleKeys: people.get(id) ?? [],
      },
    ];
  });
}

type Parcel = Pick<ParcelFacts, 'shipmentId' | 'freightTerm' | 'amount' | 'qty'> & {
  postcode: string;
};

function readParcels(tx: Tx, ctx: Pick<Ctx, 'mallId'>, ids: number[]): Promise<Parcel[]> {
  return rows<Parcel>(
    tx,
    sql`
    select shipment.id as "shipmentId", shipment.freight_term as "freightTerm", shipment.amount, shipment.wanted_qty as qty,
      recipient.postcode
    from shipments shipment
    join recipients recipient
      on recipient.mall_id = ${ctx.mallId} and recipient.id = shipment.recipient_id
    where shipment.mall_id = ${ctx.mallId}
      and shipment.id = any(${sql.param(ids)}::bigint[])`,
  );
}

type Content = { id: number; units: number; isBundle: boolean; channelIds: number[] };

const empty = { units: 0, sizeKind: 'several', channelIds: [] } as const;

async function readContents(tx: Tx, ctx: Pick<Ctx, 'mallId'>, ids: number[]) {
  const found = await rows<Content>(
    tx,
    sql`
    select line.shipment_id as id, sum(line.qty * coalesce(pieces.qty, 1))::int as units,
      min(line.order_id) is distinct from max(line.order_id) as "isBundle",
      array_agg(distinct orders.channel_id) filter (where orders.id is not null) as "channelIds"
    from shipment_lines line
    left join orders on orders.mall_id = line.mall_id and orders.id = line.order_id
    left join (
      select composition_id, sum(qty)::int as qty from composition_items
      where mall_id = ${ctx.mallId} group by composition_id
    ) pieces on pieces.composition_id = line.composition_id
    where line.mall_id = ${ctx.mallId} and line.qty > 0
      and line.shipment_id = any(${sql.param(ids)}::bigint[])
    group by line.shipment_id`,
  );
  return new Map(
    found.map(({ id, isBundle, ...content }) => [
      id,
      { ...content, sizeKind: kindOf(content.units, isBundle) },
    ]),
  );
}

const kindOf = (units: number, isBundle: boolean): SizeKind =>
  isBundle ? 'bundle' : units === 1 ? 'single' : 'several';

type Goods = ParcelFacts['goods'] & { shipmentId: number };

/** What lies in each parcel: read once a composition, put together here. */
async function readGoods(tx: Tx, ctx: Pick<Ctx, 'mallId'>, ids: number[]) {
  const parts = await rows<{ shipmentId: number; compositionId: number }>(
    tx,
    sql`
    select distinct shipment_id as "shipmentId", composition_id as "compositionId"
    from shipment_lines
    where mall_id = ${ctx.mallId} and qty > 0 and composition_id is not null
      and shipment_id = any(${sql.param(ids)}::bigint[])`,
  );
  const compositionIds = [...new Set(parts.map((part) => part.compositionId))];
  const found = await rows<ParcelFacts['goods'] & { id: number }>(
    tx,
    sql`
    select item.composition_id as id, array_agg(distinct variant.variant_code) as "variantCodes",
      coalesce(array_agg(distinct tag) filter (where tag is not null), '{}') as tags,
      coalesce(array_agg(distinct product.supplier_id)
        filter (where product.supplier_id is not null), '{}') as "supplierIds"
    from composition_items item
    join variants variant on variant.mall_id = item.mall_id and variant.id = item.variant_id
    join products product on product.mall_id = variant.mall_id and product.id = variant.product_id
    left join unnest(variant.tags) as tag on true
    where item.mall_id = ${ctx.mallId}
      and item.composition_id = any(${sql.param(compositionIds)}::bigint[])
    group by item.composition_id`,
  );
  const goodsOf = new Map(found.map((goods) => [goods.id, goods]));
  const together = (ofParcel: typeof parts): Goods => {
    const all = ofParcel.flatMap(({ compositionId }) => goodsOf.get(compositionId) ?? []);
    return {
      shipmentId: ofParcel[0]?.shipmentId ?? 0,
      variantCodes: all.flatMap((goods) => goods.variantCodes),
      tags: all.flatMap((goods) => goods.tags),
      supplierIds: all.flatMap((goods) => goods.supplierIds.map(Number)),
    };
  };
  const byParcel = grouped(parts, (part) => part.shipmentId);
  return new Map([...byParcel].map(([id, ofParcel]) => [id, together(ofParcel)]));
}

async function withMemo(tx: Tx, ctx: Pick<Ctx, 'mallId'>, ids: number[]): Promise<Set<number>> {
  const found = await rows<{ id: number }>(
    tx,
    sql`
    select distinct part.shipment_id as id from shipment_lines part
    join memos memo on memo.mall_id = part.mall_id and memo.order_id = part.order_id
    where part.mall_id = ${ctx.mallId} and part.qty > 0 and memo.removed_at is null
      and part.shipment_id = any(${sql.param(ids)}::bigint[])`,
  );
  return new Set(found.map((row) => row.id));
}

async function peopleOf(tx: Tx, ctx: Pick<Ctx, 'mallId'>, ids: number[]) {
  const found = await rows<{ id: number; keys: (string | null)[] }>(
    tx,
    sql`
    select shipment.id,
      array[recipient.name_key, recipient.phone_key, recipient.mobile_key]::text[] as keys
    from shipments shipment
    join recipients recipient
      on recipient.mall_id = ${ctx.mallId} and recipient.id = shipment.recipient_id
    where shipment.mall_id = ${ctx.mallId}
      and shipment.id = any(${sql.param(ids)}::bigint[])`,
  );
  return new Map(found.map(({ id, keys }) => [id, keys.filter((key) => key !== null)]));
}
