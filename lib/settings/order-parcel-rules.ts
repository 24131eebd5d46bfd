import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import { recordEvent } from '@/lib/audit/record-event';
import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';

type Rule = { id: number; name: string; kind: string; rank: number };

/** Moves a rule one place up or down among those of its kind: the upper one is asked first. */
export async function moveParcelRule(
  ctx: Ctx,
  { id, by }: { id: number; by: 'up' | 'down' },
): Promise<{ name: string }> {
  return inMall(ctx, async (tx) => {
    const rule = await lockRule(tx, ctx, id);
    const beyond = by === 'up' ? sql`rank < ${rule.rank}` : sql`rank > ${rule.rank}`;
    const nearest = by === 'up' ? sql`rank desc` : sql`rank`;
    const [other] = await rows<{ id: number; rank: number }>(
      tx,
      sql`
      select id, rank from parcel_rules
      where mall_id = ${ctx.mallId} and kind = ${rule.kind} and removed_at is null and ${beyond}
      order by ${nearest} limit 1`,
    );
    if (!other) return rule;
    await tx.execute(sql`
      update parcel_rules set rank = case when id = ${rule.id} then ${other.rank}::int
        else ${rule.rank}::int end
      where mall_id = ${ctx.mallId} and id in (${rule.id}, ${other.id})`);
    await record(tx, ctx, `parcelRule.${by}`, rule);
    return rule;
  });
}

/** Turns a rule on or off; what it did stands. */
export async function switchParcelRule(
  ctx: Ctx,
  { id, isActive }: { id: number; isActive: boolean },
): Promise<{ name: string }> {
  return inMall(ctx, async (tx) => {
    const rule = await lockRule(tx, ctx, id);
    await tx.execute(sql`
      update parcel_rules set is_active = ${isActive}
      where mall_id = ${ctx.mallId} and id = ${id}`);
    await record(tx, ctx, isActive ? 'parcelRule.on' : 'parcelRule.off', rule);
    return rule;
  });
}

/** Takes a rule away; rows that it proposed a contract for still name it. */
export async function removeParcelRule(ctx: Ctx, id: number): Promise<{ name: string }> {
  return inMall(ctx, async (tx) => {
    const rule = await lockRule(tx, ctx, id);
    await tx.execute(sql`
      update parcel_rules
      set removed_at = ${ctx.now.toISOString()}, conditions = conditions - 'people'
      where mall_id = ${ctx.mallId} and id = ${id}`);
    await record(tx, ctx, 'parcelRule.remove', rule);
    return rule;
  });
}

/** All of its kind are locked, so that two people who order them at once do so one after the other. */
async function lockRule(tx: Tx, ctx: Ctx, id: number): Promise<Rule> {
  const all = await rows<Rule>(
    tx,
    sql`
    select id, name, kind, rank from parcel_rules
    where mall_id = ${ctx.mallId} and removed_at is null order by id for update`,
  );
  const rule = all.find((one) => one.id === id);
  if (!rule) throw new ExpectedError('errors.notFound');
  return rule;
}

async function record(tx: Tx, ctx: Ctx, verb: string, { id, name, kind }: Rule) {
  const detail = { name, kind };
  await recordEvent(tx, ctx, { verb, subject: 'setting', subjectId: id, detail });
}
