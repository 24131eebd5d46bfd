import { sql } from 'drizzle-orm';
import { oneRow, rows, type Tx } from '@/db/rows';
import { newPassword } from '@/lib/auth/new-password';
import { hashPassword } from '@/lib/auth/password';
import type { Ctx, Role } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { writeInvitation } from './invitation';
import { changeMembers, letIn, recordMemberEvent } from './member-changes';

export type NewMember = { email: string; name: string; role: Role; canSeePersonalData: boolean };

/** What the owner passes on, shown this one time. */
export type AddedMember =
  | { kind: 'added'; name: string; password: string }
  | { kind: 'invited'; email: string; code: string };

/**
 * Lets a person into the mall. Somebody new gets a password, and so does who comes back to it and has
 * no other mall. Anybody else may have their account from elsewhere, so they are only invited, with a
 * code that they enter themselves.
 */
export async function addMember(ctx: Ctx, member: NewMember): Promise<AddedMember> {
  const { name, role, canSeePersonalData } = member;
  const email = member.email.trim().toLowerCase();
  const password = newPassword();
  const passwordHash = await hashPassword(password);
  return changeMembers(ctx, async (tx, members) => {
    const [known] = await rows<{ id: number }>(
      tx,
      sql`select id from users where email = ${email} for update`,
    );
    if (known && members.some(({ userId }) => userId === known.id))
      throw new ExpectedError('members.errors.already');
    if (known && !(await renewAccount(tx, ctx, { userId: known.id, name, passwordHash }))) {
      const invited = { userId: known.id, role, canSeePersonalData };
      return { kind: 'invited', email, code: await writeInvitation(tx, ctx, invited) };
    }
    const userId = known?.id ?? (await openAccount(tx, { email, name, passwordHash }));
    await letIn(tx, ctx, { userId, name, role, canSeePersonalData });
    await recordMemberEvent(tx, ctx, 'member.add', userId, { role, canSeePersonalData });
    if (known) await recordMemberEvent(tx, ctx, 'member.resetPassword', userId);
    return { kind: 'added', name, password };
  });
}

async function openAccount(
  tx: Tx,
  { email, name, passwordHash }: { email: string; name: string; passwordHash: string },
): Promise<number> {
  const { id } = await oneRow<{ id: number }>(
    tx,
    sql`
    insert into users (email, name, password_hash, must_change_password)
    values (${email}, ${name}, ${passwordHash}, true) returning id`,
  );
  return id;
}

/**
 * Gives the account of somebody who has worked here before, and now works nowhere, a new password;
 * false for all others. The account is locked, so that no other mall lets them in meanwhile.
 */
async function renewAccount(
  tx: Tx,
  { mallId }: Ctx,
  { userId, name, passwordHash }: { userId: number; name: string; passwordHash: string },
): Promise<boolean> {
  const renewed = await tx.execute(sql`
    update users set name = ${name}, password_hash = ${passwordHash}, must_change_password = true,
      session_version = session_version + 1
    where id = ${userId} and disabled_at is null
      and exists (select from operators where mall_id = ${mallId} and user_id = ${userId})
      and not exists (select from memberships where user_id = ${userId})
      and not exists (select from invitations where user_id = ${userId} and mall_id <> ${mallId})
    returning id`);
  if (renewed.length === 0) return false;
  await tx.execute(sql`
    delete from invitations where mall_id = ${mallId} and user_id = ${userId}`);
  return true;
}
