import { sql } from 'drizzle-orm';
import { oneRow, rows, type Tx } from '@/db/rows';
import type { ParcelConditions } from '@/db/schema/invoicing';
import { changedFields, settingRow } from '@/lib/audit/changed';
import { recordEvent } from '@/lib/audit/record-event';
import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { recipientKeyOf } from '@/lib/shipments/address/recipient-rows';
import { impossibleMeasure } from '@/lib/shipments/holds/parcel-conditions';
import type { ParcelRuleKind } from '@/lib/shipments/holds/parcel-rules';
import { readPeople } from './people-keys';

export type GivenRule = {
  /** Left out for a new one. */
  id?: number;
  kind: ParcelRuleKind;
  name: string;
  conditions: ParcelConditions;
  courierAccountId: number | null;
  /** Names and phones to add; of those that stand, the keys of whom to keep. */
  newPeople: string[];
  keptPeople: string[];
};

/** Adds a rule below the others of its kind, or changes one where it stands. */
export async function saveParcelRule(ctx: Ctx, given: GivenRule): Promise<{ name: string }> {
  const impossible = impossibleMeasure(given.conditions);
  if (impossible) throw new ExpectedError('rules.errors.range', { what: impossible });
  return inMall(ctx, async (tx) => {
    const before = given.id === undefined ? null : await standing(tx, ctx, given.id, given.kind);
    const row = await settingRow(tx, ctx, 'parcel_rules', given.id);
    const accountId = given.kind === 'courier' ? given.courierAccountId : null;
    if (given.kind === 'courier') await requireAccount(tx, ctx, accountId);
    const people = await peopleOf(tx, ctx, given, before?.conditions);
    const conditions = JSON.stringify(
      people.length > 0 ? { ...given.conditions, people } : given.conditions,
    );
    const { id } = await oneRow<{ id: number }>(
      tx,
      before
        ? sql`
        update parcel_rules
        set name = ${given.name}, conditions = ${conditions}::jsonb,
          courier_account_id = ${accountId}
        where mall_id = ${ctx.mallId} and id = ${before.id} returning id`
        : sql`
        insert into parcel_rules (mall_id, kind, rank, name, conditions, courier_account_id,
          created_at)
        select ${ctx.mallId}, ${given.kind}, coalesce(max(rank), 0) + 1, ${given.name},
          ${conditions}::jsonb, ${accountId}::bigint, ${ctx.now.toISOString()}::timestamptz
        from parcel_rules where mall_id = ${ctx.mallId} and kind = ${given.kind}
        returning id`,
    );
    await recordEvent(tx, ctx, {
      verb: before ? 'parcelRule.edit' : 'parcelRule.add',
      subject: 'setting',
      subjectId: id,
      detail: {
        name: given.name,
        kind: given.kind,
        ...changedFields(row, await settingRow(tx, ctx, 'parcel_rules', id)),
      },
    });
    return { name: given.name };
  });
}

async function standing(tx: Tx, ctx: Ctx, id: number, kind: string) {
  const [rule] = await rows<{ id: number; conditions: ParcelConditions }>(
    tx,
    sql`
    select id, conditions from parcel_rules
    where mall_id = ${ctx.mallId} and id = ${id} and kind = ${kind} and removed_at is null
    for update`,
  );
  if (!rule) throw new ExpectedError('errors.notFound');
  return rule;
}

async function requireAccount(tx: Tx, ctx: Ctx, accountId: number | null) {
  const found = await rows(
    tx,
    sql`select 1 from courier_accounts where mall_id = ${ctx.mallId} and id = ${accountId}`,
  );
  if (found.length === 0) throw new ExpectedError('rules.errors.account');
}

async function peopleOf(tx: Tx, ctx: Ctx, given: GivenRule, before: ParcelConditions | undefined) {
  const kept = (before?.people ?? []).filter(({ key }) => given.keptPeople.includes(key));
  const { people, unknown } = readPeople(given.newPeople, await recipientKeyOf(tx, ctx));
  if (unknown !== undefined) throw new ExpectedError('rules.errors.person', { text: unknown });
  const added = people.filter(({ key }) => !kept.some((one) => one.key === key));
  return [...kept, ...added];
}
