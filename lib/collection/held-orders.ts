import { sql } from 'drizzle-orm';
import { oneRow, rows } from '@/db/rows';
import { type Ctx, readMall } from '@/lib/context';
import { keyset } from '@/lib/keyset';
import { type Page, type PageRequest, pageOf } from '@/lib/paging';
import { type ShownRecipient, shownRecipient } from '@/lib/recipients/mask';
import { placeObstacles } from '@/lib/shipments/address/new-places';
import type { PlaceRefusal } from '@/lib/shipments/address/settle-address-plan';
import { touchRules } from '@/lib/shipments/runs/touches';

/** What collecting holds until a person has looked. */
export const collectionHolds = [
  'address_changed',
  'duplicate',
  'shipped_by_channel',
  'cancelled_by_channel',
] as const;

export type CollectionHold = (typeof collectionHolds)[number];

export type HeldOrder = {
  shipmentId: number;
  channelName: string;
  marketplace: string;
  orderId: number;
  orderNo: string;
  stage: string;
  /** Only those that collecting sets. */
  kinds: CollectionHold[];
  recipient: ShownRecipient;
  /** Where the channel now says it goes; null unless its address changed. */
  reported: ShownRecipient | null;
  /** Why it cannot go there yet. */
  obstacle: PlaceRefusal | null;
  /** The order that this one may be again; one that was entered here is that same order. */
  other: { orderNo: string; channelName: string; isEntered: boolean } | null;
};

type Person = {
  name: string;
  phone: string;
  mobile: string;
  postcode: string;
  address1: string;
  address2: string;
};

type StoredHeld = Omit<HeldOrder, 'recipient' | 'reported' | 'obstacle' | 'other'> & {
  present: Person;
  reported: Person | null;
  otherOrderNo: string | null;
  isEntered: boolean;
  otherChannelName: string | null;
};

/** 확인필요: shipments that a collection held, with what there is to compare; the newest on top. */
export async function heldOrders(ctx: Ctx, request: PageRequest): Promise<Page<HeldOrder>> {
  return readMall(ctx, async (tx) => {
    const { beyond, order } = keyset(request, [sql`shipment.id`]);
    const held = await rows<StoredHeld>(tx, sql`${heldColumns(ctx)} ${beyond} ${order}`);
    const { total } = await oneRow<{ total: number }>(
      tx,
      sql`select count(*)::int as total from shipments shipment where ${isHeld(ctx)}`,
    );
    const obstacles = await placeObstacles(
      tx,
      ctx,
      held.map(({ shipmentId, kinds }) => ({ id: shipmentId, holdKinds: kinds })),
    );
    const shown = held.map(
      ({ present, reported, otherOrderNo, otherChannelName, isEntered, ...order }) => ({
        ...order,
        recipient: shownRecipient(ctx, present),
        reported: reported && shownRecipient(ctx, reported),
        obstacle: obstacles.get(order.shipmentId) ?? null,
        other:
          otherOrderNo && otherChannelName
            ? { orderNo: otherOrderNo, channelName: otherChannelName, isEntered }
            : null,
      }),
    );
    return pageOf(shown, total, request, (order) => [order.shipmentId]);
  });
}

export const isHeld = (ctx: Pick<Ctx, 'mallId'>) => sql`
  shipment.mall_id = ${ctx.mallId} and shipment.is_open
  and shipment.hold_kinds && ${sql.param([...collectionHolds])}::text[]`;

const person = (alias: string) =>
  sql.raw(
    `json_build_object(${['name', 'phone', 'mobile', 'postcode', 'address1', 'address2']
      .map((part) => `'${part}', ${alias}.${part}`)
      .join(', ')})`,
  );

const heldColumns = (ctx: Pick<Ctx, 'mallId'>) => sql`
  select shipment.id as "shipmentId", channel.name as "channelName", channel.marketplace,
    orders.id as "orderId", orders.order_no as "orderNo", shipment.stage,
    array(select unnest(shipment.hold_kinds)
      intersect select unnest(${sql.param([...collectionHolds])}::text[])) as kinds,
    ${person('present')} as present, changed.reported,
    other.order_no as "otherOrderNo", coalesce(other.id = orders.id, false) as "isEntered",
    other_channel.name as "otherChannelName"
  from shipments shipment
  join orders on orders.mall_id = shipment.mall_id and orders.id = shipment.base_order_id
  join channels channel on channel.mall_id = shipment.mall_id and channel.id = shipment.channel_id
  join recipients present
    on present.mall_id = shipment.mall_id and present.id = shipment.recipient_id
  left join lateral (
    select ${person('recipient')} as reported
    from shipment_lines part
    join order_lines line on line.mall_id = part.mall_id and line.id = part.order_line_id
    join recipients recipient
      on recipient.mall_id = line.mall_id and recipient.id = line.recipient_id
    where part.mall_id = shipment.mall_id and part.shipment_id = shipment.id and part.qty > 0
      and line.recipient_id <> shipment.recipient_id
    order by line.recipient_id desc limit 1
  ) changed on 'address_changed' = any(shipment.hold_kinds)
  left join lateral (
    select decision.values[1] as order_id
    from run_decisions decision
    where decision.mall_id = shipment.mall_id and decision.shipment_id = shipment.id
      and decision.rule = ${touchRules.duplicate}
    order by decision.run_id desc limit 1
  ) suspicion on 'duplicate' = any(shipment.hold_kinds)
  left join orders other on other.mall_id = shipment.mall_id and other.id = suspicion.order_id
  left join channels other_channel
    on other_channel.mall_id = other.mall_id and other_channel.id = other.channel_id
  where ${isHeld(ctx)}`;
