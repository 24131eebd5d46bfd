import { sql } from 'drizzle-orm';
import { systemDb } from '@/db/pools';
import { oneRow } from '@/db/rows';
import { ExpectedError } from '@/lib/errors';
import { hashPassword, passwordMatches } from './password';
import type { PersonAsking } from './person';

export const MIN_PASSWORD_LENGTH = 10;

/** Changes one's own password, and ends one's sessions everywhere; each mall has it in its history. */
export async function changeOwnPassword(
  { userId, now, address }: Pick<PersonAsking, 'userId' | 'now' | 'address'>,
  { current, next }: { current: string; next: string },
): Promise<void> {
  const { hash } = await oneRow<{ hash: string }>(
    systemDb(),
    sql`select password_hash as hash from users where id = ${userId}`,
  );
  if (!(await passwordMatches(current, hash)))
    throw new ExpectedError('members.errors.wrongPassword');
  if (next.normalize('NFC') === current.normalize('NFC'))
    throw new ExpectedError('members.errors.samePassword');
  const passwordHash = await hashPassword(next);
  await systemDb().execute(sql`
    with changed as (
      update users set password_hash = ${passwordHash}, must_change_password = false,
        session_version = session_version + 1
      where id = ${userId} returning id
    )
    insert into audit_events (mall_id, at, user_id, verb, subject, subject_id, detail, address)
    select member.mall_id, ${now.toISOString()}, changed.id, 'member.changePassword', 'member',
      changed.id, '{}', nullif(${address}, '')
    from changed join memberships member on member.user_id = changed.id`);
}
