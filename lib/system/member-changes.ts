import { sql } from 'drizzle-orm';
import { systemDb } from '@/db/pools';
import { rows, type Tx } from '@/db/rows';
import { recordEvent } from '@/lib/audit/record-event';
import type { Ctx, Role } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';

export type Membership = { userId: number; role: Role };

/**
 * Changes who may work in a mall, with the audit line in the same transaction. The memberships of
 * the mall are locked, so that two people cannot take the last two owners away at once.
 */
export async function changeMembers<Result>(
  ctx: Ctx,
  change: (tx: Tx, members: Membership[]) => Promise<Result>,
): Promise<Result> {
  return systemDb().transaction(async (tx) => {
    await tx.execute(sql`
      select set_config('app.mall_id', ${String(ctx.mallId)}, true),
        set_config('app.address', ${ctx.address ?? ''}, true)`);
    const members = await rows<Membership>(
      tx,
      sql`
      select user_id as "userId", role from memberships
      where mall_id = ${ctx.mallId} order by user_id for update`,
    );
    return change(tx, members);
  });
}

export function memberIn(members: Membership[], userId: number): Membership {
  const member = members.find((candidate) => candidate.userId === userId);
  if (!member) throw new ExpectedError('errors.notFound');
  return member;
}

/** Makes somebody a member, and keeps their name for what they will have done. */
export async function letIn(
  tx: Tx,
  { mallId }: Ctx,
  member: Membership & { name: string; canSeePersonalData: boolean },
): Promise<void> {
  const { userId, name, role, canSeePersonalData } = member;
  await tx.execute(sql`
    insert into memberships (user_id, mall_id, role, can_see_personal_data)
    values (${userId}, ${mallId}, ${role}, ${canSeePersonalData})`);
  await tx.execute(sql`
    insert into operators (mall_id, user_id, name) values (${mallId}, ${userId}, ${name})
    on conflict (mall_id, user_id) do update set name = excluded.name`);
}

/** A mall without an owner could never be put right again. */
export function keepAnOwner(members: Membership[], leaving: number): void {
  if (!members.some(({ userId, role }) => role === 'owner' && userId !== leaving)) {
    throw new ExpectedError('members.errors.lastOwner');
  }
}

export async function recordMemberEvent(
  tx: Tx,
  ctx: Ctx,
  verb: `member.${'add' | 'invite' | 'withdraw' | 'join' | 'change' | 'remove' | 'resetPassword'}`,
  userId: number,
  detail: Record<string, unknown> = {},
): Promise<void> {
  await recordEvent(tx, ctx, { verb, subject: 'member', subjectId: userId, detail });
}
