import { sql } from 'drizzle-orm';
import { systemDb } from '@/db/pools';
import { oneRow, rows } from '@/db/rows';
import type { PersonAsking } from '@/lib/auth/person';
import type { Role } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { hashOfCode } from './invitation';
import { changeMembers, letIn, recordMemberEvent } from './member-changes';

/**
 * Lets somebody into the mall whose code they know. Each try counts against every invitation of
 * theirs, and is counted before it is checked, so that parallel guesses gain nothing.
 */
export async function acceptInvitation(
  person: PersonAsking,
  code: string,
): Promise<{ mallId: number; name: string }> {
  const { userId, userName, now, address } = person;
  const open = await rows<{ mallId: number; codeHash: string }>(
    systemDb(),
    sql`
    update invitations set tries_left = tries_left - 1
    where user_id = ${userId} and tries_left > 0 and expires_at > ${now.toISOString()}
    returning mall_id as "mallId", code_hash as "codeHash"`,
  );
  const meant = open.find(({ codeHash }) => codeHash === hashOfCode(code));
  if (!meant) throw new ExpectedError('members.errors.wrongCode');
  const { mallId, codeHash } = meant;
  const ctx = { mallId, userId, role: 'viewer', canSeePersonalData: false, now, address } as const;
  return changeMembers(ctx, async (tx) => {
    const [rights] = await rows<{ role: Role; canSeePersonalData: boolean }>(
      tx,
      sql`
      delete from invitations
      where mall_id = ${mallId} and user_id = ${userId} and code_hash = ${codeHash}
      returning role, can_see_personal_data as "canSeePersonalData"`,
    );
    if (!rights) throw new ExpectedError('members.errors.wrongCode');
    await letIn(tx, ctx, { userId, name: userName, ...rights });
    await recordMemberEvent(tx, ctx, 'member.join', userId, rights);
    return oneRow<{ mallId: number; name: string }>(
      tx,
      sql`select id as "mallId", name from malls where id = ${mallId}`,
    );
  });
}
