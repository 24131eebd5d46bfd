import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import type { Recipient } from '@/lib/channels/collected';
import type { Ctx } from '@/lib/context';
import { type ShownRecipient, shownRecipient } from '@/lib/recipients/mask';
import { normaliseName } from '@/lib/recipients/name';
import { phoneDigits } from '@/lib/recipients/phone';

/** What a list says of a shipment, by its base order. */
export type ShipmentFacts = {
  shipmentId: number;
  orderedAt: string;
  /** 관리번호 of its first line. */
  lineId: number;
  otherLines: number;
  orderId: number;
  orderNo: string;
  otherOrders: number;
  channelName: string;
  marketplace: string;
  stage: string;
  isBundleLocked: boolean;
  recipient: ShownRecipient;
  /** Equal where the recipients are equal in it; nobody can be recognised by it. */
  compared: Record<ComparedPart, string>;
};

export type ComparedPart = 'name' | 'address' | 'phone' | 'mobile';

type FactsRow = Omit<ShipmentFacts, 'recipient' | 'compared'> &
  Omit<Recipient, 'note'> & {
    nameKey: string | null;
    addressKey: string | null;
    phoneKey: string | null;
    mobileKey: string | null;
  };

export async function shipmentFacts(
  tx: Tx,
  ctx: Ctx,
  ids: number[],
): Promise<Map<number, ShipmentFacts>> {
  if (ids.length === 0) return new Map();
  const found = await rows<FactsRow>(
    tx,
    sql`
    select shipment.id as "shipmentId", shipment.ordered_at as "orderedAt", shipment.stage,
      shipment.is_bundle_locked as "isBundleLocked", orders.id as "orderId", orders.order_no as "orderNo",
      channel.name as "channelName", channel.marketplace, content."lineId", content."otherLines",
      content."otherOrders", recipient.name, recipient.phone, recipient.mobile, recipient.postcode,
      recipient.address1, recipient.address2, recipient.name_key as "nameKey",
      recipient.address_key as "addressKey",
      recipient.phone_key as "phoneKey", recipient.mobile_key as "mobileKey"
    from shipments shipment
    join orders on orders.mall_id = shipment.mall_id and orders.id = shipment.base_order_id
    join channels channel
      on channel.mall_id = shipment.mall_id and channel.id = shipment.channel_id
    join recipients recipient
      on recipient.mall_id = shipment.mall_id and recipient.id = shipment.recipient_id
    join (
      select line.shipment_id, min(line.order_line_id) as "lineId",
        count(*)::int - 1 as "otherLines", count(distinct line.order_id)::int - 1 as "otherOrders"
      from shipment_lines line
      where line.mall_id = ${ctx.mallId} and line.shipment_id = any(${sql.param(ids)}::bigint[])
      group by line.shipment_id
    ) content on content.shipment_id = shipment.id
    where shipment.mall_id = ${ctx.mallId} and shipment.id = any(${sql.param(ids)}::bigint[])`,
  );
  return new Map(found.map((row) => [row.shipmentId, factsOf(ctx, row)]));
}

function factsOf(ctx: Ctx, row: FactsRow): ShipmentFacts {
  const { nameKey, addressKey, phoneKey, mobileKey, name, phone, mobile, ...rest } = row;
  const { postcode, address1, address2, ...facts } = rest;
  return {
    ...facts,
    recipient: shownRecipient(ctx, { name, phone, mobile, postcode, address1, address2 }),
    compared: {
      name: nameKey ?? normaliseName(name),
      address: addressKey ?? '',
      phone: phoneKey ?? phoneDigits(phone),
      mobile: mobileKey ?? phoneDigits(mobile),
    },
  };
}

/** The fields in which the shipments of a group are not all alike. */
export function differingParts(group: readonly ShipmentFacts[]): ComparedPart[] {
  const parts: ComparedPart[] = ['name', 'address', 'phone', 'mobile'];
  return parts.filter((part) => new Set(group.map((facts) => facts.compared[part])).size > 1);
}
