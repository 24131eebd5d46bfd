import { sql } from 'drizzle-orm';
import { newPassword } from '@/lib/auth/new-password';
import { hashPassword } from '@/lib/auth/password';
import type { Ctx, Role } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { changeMembers, keepAnOwner, memberIn, recordMemberEvent } from './member-changes';

/** Gives a member another role or the right to personal data; it holds from their next request. */
export async function changeMember(
  ctx: Ctx,
  change: { userId: number; role: Role; canSeePersonalData: boolean },
): Promise<void> {
  await changeMembers(ctx, async (tx, members) => {
    const { userId, role, canSeePersonalData } = change;
    const before = memberIn(members, userId);
    if (before.role === 'owner' && role !== 'owner') keepAnOwner(members, userId);
    await tx.execute(sql`
      update memberships set role = ${role}, can_see_personal_data = ${canSeePersonalData}
      where mall_id = ${ctx.mallId} and user_id = ${userId}`);
    const detail = { before: before.role, role, canSeePersonalData };
    await recordMemberEvent(tx, ctx, 'member.change', userId, detail);
  });
}

/** Takes a person out of the mall at once; what they did keeps their name. */
export async function removeMember(ctx: Ctx, userId: number): Promise<void> {
  if (userId === ctx.userId) throw new ExpectedError('members.errors.oneself');
  await changeMembers(ctx, async (tx, members) => {
    const { role } = memberIn(members, userId);
    if (role === 'owner') keepAnOwner(members, userId);
    await tx.execute(sql`
      delete from memberships where mall_id = ${ctx.mallId} and user_id = ${userId}`);
    await recordMemberEvent(tx, ctx, 'member.remove', userId, { role });
  });
}

/**
 * Replaces a forgotten password, returned this one time, and ends every session of the member. Only
 * for those who work in this mall alone: elsewhere it is not ours to open.
 */
export async function resetPassword(ctx: Ctx, userId: number): Promise<{ password: string }> {
  const password = newPassword();
  const passwordHash = await hashPassword(password);
  await changeMembers(ctx, async (tx, members) => {
    memberIn(members, userId);
    const changed = await tx.execute(sql`
      update users set password_hash = ${passwordHash}, must_change_password = true,
        session_version = session_version + 1
      where id = ${userId} and not exists (
        select from memberships elsewhere
        where elsewhere.user_id = users.id and elsewhere.mall_id <> ${ctx.mallId})
      returning id`);
    if (changed.length === 0) throw new ExpectedError('members.errors.worksElsewhere');
    await recordMemberEvent(tx, ctx, 'member.resetPassword', userId);
  });
  return { password };
}
