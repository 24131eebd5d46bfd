import { randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { oneRow, rows, type Tx } from '@/db/rows';
import { hashPassword } from '@/lib/auth/password';
import type { Ctx, Role } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { changeMembers, recordMemberEvent } from './member-changes';

export type NewMember = { email: string; name: string; role: Role; canSeePersonalData: boolean };

/**
 * Lets a person into the mall. Somebody new gets a password, returned this one time; somebody who
 * works in another mall already keeps their own.
 */
export async function addMember(
  ctx: Ctx,
  member: NewMember,
): Promise<{ name: string; password: string | null }> {
  const email = member.email.trim().toLowerCase();
  const password = newPassword();
  const passwordHash = await hashPassword(password);
  return changeMembers(ctx, async (tx) => {
    const user = await findOrMakeUser(tx, { email, name: member.name, passwordHash });
    const added = await rows(
      tx,
      sql`
      insert into memberships (user_id, mall_id, role, can_see_personal_data)
      values (${user.id}, ${ctx.mallId}, ${member.role}, ${member.canSeePersonalData})
      on conflict do nothing returning user_id`,
    );
    if (added.length === 0) throw new ExpectedError('members.errors.already');
    await tx.execute(sql`
      insert into operators (mall_id, user_id, name) values (${ctx.mallId}, ${user.id}, ${user.name})
      on conflict (mall_id, user_id) do update set name = excluded.name`);
    const { role, canSeePersonalData } = member;
    await recordMemberEvent(tx, ctx, 'member.add', user.id, { role, canSeePersonalData });
    return { name: user.name, password: user.isNew ? password : null };
  });
}

/** Twelve letters and digits that are not mistaken for each other when read out. */
export function newPassword(): string {
  const signs = 'abcdefghjkmnpqrstuvwxyz23456789';
  return [...randomBytes(12)].map((byte) => signs[byte % signs.length]).join('');
}

type UserRow = { id: number; name: string; isNew: boolean };

async function findOrMakeUser(
  tx: Tx,
  user: { email: string; name: string; passwordHash: string },
): Promise<UserRow> {
  const [known] = await rows<UserRow>(
    tx,
    sql`select id, name, false as "isNew" from users where email = ${user.email}`,
  );
  if (known) return known;
  return oneRow<UserRow>(
    tx,
    sql`
    insert into users (email, name, password_hash)
    values (${user.email}, ${user.name}, ${user.passwordHash})
    returning id, name, true as "isNew"`,
  );
}
