import { sql } from 'drizzle-orm';
import { oneRow, rows } from '@/db/rows';
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
 * Lets a person into the mall. Somebody new gets a password. Who has an account may have it from
 * anybody, so they are only invited, with a code that they enter themselves.
 */
export async function addMember(ctx: Ctx, member: NewMember): Promise<AddedMember> {
  const { name, role, canSeePersonalData } = member;
  const email = member.email.trim().toLowerCase();
  const password = newPassword();
  const passwordHash = await hashPassword(password);
  return changeMembers(ctx, async (tx, members) => {
    const [known] = await rows<{ id: number }>(
      tx,
      sql`select id from users where email = ${email}`,
    );
    if (known) {
      if (members.some(({ userId }) => userId === known.id))
        throw new ExpectedError('members.errors.already');
      const invited = { userId: known.id, role, canSeePersonalData };
      return { kind: 'invited', email, code: await writeInvitation(tx, ctx, invited) };
    }
    const { id: userId } = await oneRow<{ id: number }>(
      tx,
      sql`
      insert into users (email, name, password_hash, must_change_password)
      values (${email}, ${name}, ${passwordHash}, true) returning id`,
    );
    await letIn(tx, ctx, { userId, name, role, canSeePersonalData });
    await recordMemberEvent(tx, ctx, 'member.add', userId, { role, canSeePersonalData });
    return { kind: 'added', name, password };
  });
}
