import { type SQL, sql } from 'drizzle-orm';
import { unnested } from '@/db/bulk';
import { rows, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { wonPrice } from '@/lib/shipments/won-price';
import { FOLLOWING, matchRules } from '../reasons';
import type { MatchKey } from '../remembered';

/** What a key is to mean; null: nothing any more. */
export type KeyMeaning = MatchKey & { compositionId: number | null; rule: number };

/** A line that has not left and that a decision on its key reaches. */
export type AffectedLine = {
  lineId: number;
  shipmentId: number;
  qty: number;
  allocatedQty: number;
  unitPrice: number;
  /** Null: it waits for a match. */
  before: number | null;
  ruleBefore: number | null;
  odditiesBefore: number[] | null;
  after: number | null;
  ruleAfter: number | null;
};

/**
 * The open lines that these decisions reach: those that wait, and where lines are to be matched again
 * those that mean something else, but for what a person decided for one line alone. A match of this
 * channel speaks for the other channels of its marketplace where they have used it.
 */
export async function findAffected(
  tx: Tx,
  ctx: Ctx,
  meanings: readonly KeyMeaning[],
  { rematch }: { rematch: boolean },
): Promise<AffectedLine[]> {
  if (meanings.length === 0) return [];
  const found = sql`
    with given as (select * from ${givenMeanings(meanings)})
    ${linesWhere(ctx, sql`given.channel_id`, ownLine(rematch))}`;
  const borrowed = sql`
    union all
    ${linesWhere(ctx, sql`sibling.id`, borrowedLine, siblings(ctx))}`;
  return rows<AffectedLine>(tx, sql`${found} ${rematch ? borrowed : sql``} order by "lineId"`);
}

/** Waiting, or meaning something else by a rule that the key decides on. */
function ownLine(rematch: boolean): SQL {
  const waits = sql`(part.composition_id is null and given.composition_id is not null)`;
  if (!rematch) return waits;
  return sql`(${waits} or (part.composition_id is not null
    and part.composition_id is distinct from given.composition_id
    and part.match_rule is distinct from ${matchRules.oneOff}
    and (given.composition_id is not null
      or part.match_rule = any(${sql.param([...FOLLOWING])}::int[]))))`;
}

const borrowedLine = sql`part.match_rule = ${matchRules.otherChannel}
  and part.composition_id = remembered.composition_id
  and part.composition_id is distinct from given.composition_id`;

function siblings(ctx: Ctx): SQL {
  return sql`
    join matches remembered on remembered.mall_id = ${ctx.mallId}
      and remembered.channel_id = given.channel_id and remembered.product_key = given.product_key
      and remembered.option_key = given.option_key
    join channels own on own.mall_id = ${ctx.mallId} and own.id = given.channel_id
    join channels sibling on sibling.mall_id = ${ctx.mallId}
      and sibling.marketplace = own.marketplace and sibling.id <> own.id`;
}

function linesWhere(ctx: Ctx, channelId: SQL, which: SQL, joined: SQL = sql``): SQL {
  const isBorrowed = sql`line.channel_id <> given.channel_id`;
  return sql`
    select part.id as "lineId", part.shipment_id as "shipmentId", part.qty,
      part.allocated_qty as "allocatedQty", ${wonPrice(sql`line`)} as "unitPrice",
      part.composition_id as before, part.match_rule as "ruleBefore",
      part.match_oddities as "odditiesBefore", given.composition_id as after,
      case when given.composition_id is null then null
        when ${isBorrowed} then ${matchRules.otherChannel} else given.rule end as "ruleAfter"
    from given ${joined}
    join order_lines line on line.mall_id = ${ctx.mallId} and line.channel_id = ${channelId}
      and line.product_key = given.product_key and line.option_key = given.option_key
    join shipment_lines part on part.mall_id = ${ctx.mallId} and part.order_line_id = line.id
    join shipments shipment on shipment.mall_id = ${ctx.mallId} and shipment.id = part.shipment_id
    where shipment.is_open and given.product_key <> '' and ${which}`;
}

function givenMeanings(meanings: readonly KeyMeaning[]): SQL {
  return unnested<KeyMeaning>(
    {
      channel_id: ['bigint', (key) => key.channelId],
      product_key: ['text', (key) => key.productKey],
      option_key: ['text', (key) => key.optionKey],
      composition_id: ['bigint', (key) => key.compositionId],
      rule: ['int', (key) => key.rule],
    },
    meanings,
  );
}
