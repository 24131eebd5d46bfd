import { sql } from 'drizzle-orm';
import { systemDb } from '@/db/pools';
import { rows } from '@/db/rows';
import { newPassword } from '@/lib/auth/new-password';
import { hashPassword } from '@/lib/auth/password';

/**
 * Replaces the forgotten password of whoever has this e-mail, returned this one time, and ends every
 * session of theirs. For whoever runs the installation; each mall of the user has it in its history.
 */
export async function resetForgottenPassword(given: string, now: Date): Promise<string> {
  const email = given.trim().toLowerCase();
  const password = newPassword();
  const passwordHash = await hashPassword(password);
  const changed = await rows(
    systemDb(),
    sql`
    with changed as (
      update users set password_hash = ${passwordHash}, must_change_password = true,
        session_version = session_version + 1
      where email = ${email} returning id
    ), recorded as (
      insert into audit_events (mall_id, at, verb, subject, subject_id, detail)
      select member.mall_id, ${now.toISOString()}, 'member.resetPassword', 'member', changed.id, '{}'
      from changed join memberships member on member.user_id = changed.id
    )
    select id from changed`,
  );
  if (changed.length === 0) throw new Error(`There is no user with the e-mail ${email}.`);
  return password;
}
