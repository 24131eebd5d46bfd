import { sql } from 'drizzle-orm';
import { oneRow, rows, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { grouped } from '@/lib/grouped';
import type { Period } from '@/lib/period';
import { senderOf } from '@/lib/shipments/lists/senders';
import type { HoldKind, Stage } from '@/lib/shipments/stages';
import { readNames } from './names';
import type { Scope } from './neighbours';
import { type Candidate, MIXED_SENDERS } from './parcel';
import { type ProfileRow, profileColumns, profileOf } from './profile';
import { type FreightTerm, freightTermCodes, type Temperature, temperatureBits } from './reasons';
import { readUnits } from './units';

/**
 * Open shipments of the period that share name and place, or name and postcode across the two kinds
 * of address, with another one, or the address with a masked name: nobody else can be bundled, so
 * nobody else is read. For a run they are locked.
 */
export async function findCandidates(
  tx: Tx,
  ctx: Pick<Ctx, 'mallId'>,
  period: Period,
  scope: Scope,
  { lock }: { lock: boolean },
): Promise<number[]> {
  const within = scope === 'same_channel' ? sql`channel_id,` : sql``;
  const taken = lock
    ? sql`select id from shipments
      where mall_id = ${ctx.mallId} and id = any(array(select id from candidate))
      order by id for update`
    : sql`select id from candidate order by id`;
  const { ids } = await oneRow<{ ids: number[] }>(
    tx,
    sql`
    with open as materialized (
      select shipment.id, shipment.channel_id, recipient.name_key, recipient.place_key,
        recipient.address_key, recipient.postcode, recipient.is_road_address
      from shipments shipment
      join recipients recipient
        on recipient.mall_id = shipment.mall_id and recipient.id = shipment.recipient_id
      where shipment.mall_id = ${ctx.mallId} and shipment.is_open and not shipment.is_history
        and shipment.ordered_at >= ${period.from.toISOString()}
        and shipment.ordered_at < ${period.until.toISOString()}
    ), masked as (
      select ${within} address_key from open where name_key is null and address_key is not null
    ), beside_mask as (
      select ${within} address_key from open
      where (${within} address_key) in (select * from masked)
      group by ${within} address_key having count(*) > 1
    ), shared_place as (
      select ${within} name_key, place_key from open where place_key is not null
      group by ${within} name_key, place_key having count(*) > 1
    ), both_kinds as (
      select ${within} name_key, postcode from open
      where postcode <> ''
        and (name_key, postcode) in (select name_key, postcode from open where not is_road_address)
      group by ${within} name_key, postcode having bool_or(is_road_address)
    ), candidate as (
      select id from open where (${within} name_key, place_key) in (select * from shared_place)
      union
      select id from open where (${within} name_key, postcode) in (select * from both_kinds)
      union
      select id from open where (${within} address_key) in (select * from beside_mask)
    )
    select coalesce(array_agg(id), '{}') as ids from (${taken}) as taken`,
  );
  return ids;
}

type CandidateRow = ProfileRow & {
  id: number;
  channelId: number;
  orderedAtMs: number;
  /** Null where it is as most are: ready, and nothing in the way. */
  standing: Standing | null;
};

type Standing = {
  stage: Stage;
  holdKinds: HoldKind[];
  requestedExportId: number | null;
  isUnacknowledged: boolean;
  isBundleLocked: boolean;
  isMarketShipped: boolean;
  isDomestic: boolean;
  freightTerm: FreightTerm;
  splitGroup: number | null;
};

const AS_MOST: Standing = {
  stage: 'ready',
  holdKinds: [],
  requestedExportId: null,
  isUnacknowledged: false,
  isBundleLocked: false,
  isMarketShipped: false,
  isDomestic: true,
  freightTerm: 'prepaid',
  splitGroup: null,
};

/** What the plan compares of these shipments. Under their locks it is what stands. */
export async function loadCandidates(
  tx: Tx,
  ctx: Pick<Ctx, 'mallId'>,
  ids: number[],
): Promise<Candidate[]> {
  if (ids.length === 0) return [];
  const shipments = await rows<CandidateRow>(
    tx,
    sql`
    select shipment.id, shipment.channel_id as "channelId",
      (extract(epoch from shipment.ordered_at) * 1000)::bigint as "orderedAtMs",
      case when shipment.stage <> 'ready' or shipment.hold_kinds <> '{}'
        or shipment.requested_export_id is not null or shipment.is_unacknowledged
        or shipment.is_bundle_locked or shipment.is_market_shipped or not recipient.is_domestic
        or shipment.freight_term <> 'prepaid' or shipment.split_group is not null
      then json_build_object('stage', shipment.stage, 'holdKinds', shipment.hold_kinds,
        'requestedExportId', shipment.requested_export_id,
        'isUnacknowledged', shipment.is_unacknowledged, 'isBundleLocked', shipment.is_bundle_locked,
        'isMarketShipped', shipment.is_market_shipped, 'isDomestic', recipient.is_domestic,
        'freightTerm', shipment.freight_term, 'splitGroup', shipment.split_group)
      end as standing, ${profileColumns}
    from shipments shipment
    join recipients recipient
      on recipient.mall_id = shipment.mall_id and recipient.id = shipment.recipient_id
    where shipment.mall_id = ${ctx.mallId} and shipment.id = any(${sql.param(ids)}::bigint[])
      and shipment.is_open and not shipment.is_history`,
  );
  const contents = await loadContents(tx, ctx, await holdersOfRuled(tx, ctx, ids));
  const members = await loadMembers(tx, ctx, ids);
  const homes = new Set([...members.values()].flat().map((member) => member.id));
  const candidates = shipments.map((row) =>
    candidateOf(row, contents.get(row.id) ?? PLAIN, {
      members: members.get(row.id) ?? [],
      isHome: homes.has(row.id),
    }),
  );
  const profiles = candidates.flatMap((candidate) => candidate.profiles);
  await readUnits(tx, ctx, profiles);
  await readNames(tx, ctx, profiles);
  return candidates;
}

/** Those of these shipments that hold goods with a rule of their own, or what needs no goods. */
async function holdersOfRuled(tx: Tx, ctx: Pick<Ctx, 'mallId'>, ids: number[]): Promise<number[]> {
  const ruled = await ruledCompositions(tx, ctx);
  if (ruled.length === 0) return [];
  const found = await rows<{ id: number }>(
    tx,
    sql`
    select distinct shipment_id as id from shipment_lines
    where mall_id = ${ctx.mallId} and shipment_id = any(${sql.param(ids)}::bigint[]) and qty > 0
      and gift_rule_id is null
      and composition_id = any(${sql.param(ruled)}::bigint[])`,
  );
  return found.map((shipment) => shipment.id);
}

async function ruledCompositions(tx: Tx, ctx: Pick<Ctx, 'mallId'>): Promise<number[]> {
  const found = await rows<{ id: number }>(
    tx,
    sql`
    select item.composition_id as id
    from variants variant
    join composition_items item
      on item.mall_id = ${ctx.mallId} and item.variant_id = variant.id
    where variant.mall_id = ${ctx.mallId}
      and (variant.temperature <> 'ambient' or variant.bundling <> 'normal'
        or variant.max_per_parcel is not null or variant.is_supplier_shipped)
    union
    select id from compositions where mall_id = ${ctx.mallId} and fingerprint = ''`,
  );
  return found.map((composition) => composition.id);
}

type Content = { units: Map<number, number>; temperatures: number; sender: number | null };

/** Goods without a rule of their own are all alike: ambient, and nobody counts them. */
const PLAIN: Content = {
  units: new Map([[0, 0]]),
  temperatures: temperatureBits.ambient,
  sender: null,
};

/** Until it is read, beside allocated shipments alone. */
const NOTHING: ReadonlyMap<number, number> = new Map();

type ItemRow = {
  id: number;
  variantId: number | null;
  units: number;
  temperature: Temperature | null;
  sender: number;
};

/** What was bought: a gift comes from wherever its parcel does, and keeps nothing apart. */
async function loadContents(
  tx: Tx,
  ctx: Pick<Ctx, 'mallId'>,
  ids: number[],
): Promise<Map<number, Content>> {
  const items = await rows<ItemRow>(
    tx,
    sql`
    select line.shipment_id as id, item.variant_id as "variantId", line.qty * item.qty as units,
      variant.temperature, ${senderOf} as sender
    from shipment_lines line
    left join composition_items item
      on item.mall_id = ${ctx.mallId} and item.composition_id = line.composition_id
    left join variants variant
      on variant.mall_id = ${ctx.mallId} and variant.id = item.variant_id
    left join products product
      on product.mall_id = ${ctx.mallId} and product.id = variant.product_id
    where line.mall_id = ${ctx.mallId} and line.shipment_id = any(${sql.param(ids)}::bigint[])
      and line.qty > 0 and line.gift_rule_id is null`,
  );
  const contents = new Map<number, Content>();
  for (const { id, variantId, units, temperature, sender } of items) {
    const content = contents.get(id) ?? newContent();
    contents.set(id, content);
    if (variantId === null || temperature === null) continue;
    content.units.set(variantId, (content.units.get(variantId) ?? 0) + units);
    content.temperatures |= temperatureBits[temperature];
    content.sender = [null, sender].includes(content.sender) ? sender : MIXED_SENDERS;
  }
  return contents;
}

const newContent = (): Content => ({ units: new Map(), temperatures: 0, sender: null });

type Member = ProfileRow & { id: number; splitGroup: number | null };

/** Those whose lines travel in a bundle keep their own recipient and their part of a split. */
async function loadMembers(
  tx: Tx,
  ctx: Pick<Ctx, 'mallId'>,
  ids: number[],
): Promise<Map<number, Member[]>> {
  const members = await rows<{ id: number; homeId: number }>(
    tx,
    sql`
    select distinct shipment_id as id, home_shipment_id as "homeId" from shipment_lines
    where mall_id = ${ctx.mallId} and shipment_id = any(${sql.param(ids)}::bigint[])
      and home_shipment_id <> shipment_id and qty > 0
    order by home_shipment_id`,
  );
  if (members.length === 0) return new Map();
  const homes = await rows<Member>(
    tx,
    sql`
    select home.id, home.split_group as "splitGroup", ${profileColumns}
    from shipments home
    join recipients recipient
      on recipient.mall_id = ${ctx.mallId} and recipient.id = home.recipient_id
    where home.mall_id = ${ctx.mallId}
      and home.id = any(${sql.param(members.map(({ homeId }) => homeId))}::bigint[])`,
  );
  const byHome = new Map(homes.map((home) => [home.id, home]));
  const inBundle = grouped(members, (member) => member.id);
  return new Map(
    [...inBundle].map(([id, some]) => [id, some.flatMap(({ homeId }) => byHome.get(homeId) ?? [])]),
  );
}

/** `isHome`: lines of this shipment travel in another one. */
type Family = { members: Member[]; isHome: boolean };

/** Written out: this is done for each of tens of thousands. */
function candidateOf(row: CandidateRow, content: Content, { members, isHome }: Family): Candidate {
  const isBundle = members.length > 0;
  const standing = row.standing ?? AS_MOST;
  return {
    id: row.id,
    channelId: row.channelId,
    orderedAtMs: row.orderedAtMs,
    profiles: isBundle ? [row, ...members].map(profileOf) : [profileOf(row)],
    isBundle,
    stage: standing.stage,
    holdKinds: standing.holdKinds,
    requestedExportId: standing.requestedExportId,
    isUnacknowledged: standing.isUnacknowledged,
    isBundleLocked: standing.isBundleLocked,
    isMarketShipped: standing.isMarketShipped,
    isDomestic: standing.isDomestic,
    freightTerm: freightTermCodes[standing.freightTerm],
    temperatures: content.temperatures,
    sender: content.sender ?? 0,
    units: content.units,
    needs: NOTHING,
    splitGroups:
      isBundle || isHome || standing.splitGroup !== null
        ? splitGroupsOf(row.id, standing.splitGroup, members)
        : NO_SPLITS,
  };
}

const NO_SPLITS: number[] = [];

/** What comes from one home in two parcels was split, whatever has become of the parcels since. */
function splitGroupsOf(id: number, splitGroup: number | null, members: Member[]): number[] {
  const groups = [splitGroup, ...members.map((member) => member.splitGroup)];
  return [...groups, id, ...members.map((member) => member.id)].filter((group) => group !== null);
}
