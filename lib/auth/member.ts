import { sql } from 'drizzle-orm';
import { systemDb } from '@/db/pools';
import { rows } from '@/db/rows';
import type { Role } from '@/lib/context';
import { openMalls } from './open-malls';
import type { PersonAsking } from './person';
import type { SignedIn } from './sign-in';

export type Member = {
  userId: number;
  userName: string;
  mallId: number;
  mallName: string;
  isPractice: boolean;
  role: Role;
  canSeePersonalData: boolean;
};

/**
 * Who a session is now; undefined once the user is disabled, left the mall or was signed out, and
 * until they have a password that nobody else made.
 */
export async function memberOf(session: SignedIn): Promise<Member | undefined> {
  const [member] = await rows<Member>(
    systemDb(),
    sql`
    select users.id as "userId", users.name as "userName", malls.id as "mallId",
      malls.name as "mallName", malls.is_practice as "isPractice", memberships.role,
      memberships.can_see_personal_data as "canSeePersonalData"
    from users
    join memberships on memberships.user_id = users.id and memberships.mall_id = ${session.mallId}
    join ${openMalls()} malls on malls.id = memberships.mall_id
    where users.id = ${session.userId} and users.session_version = ${session.sessionVersion}
      and users.disabled_at is null and not users.must_change_password`,
  );
  return member;
}

/** Ends every session of a user, wherever it is open; each mall has it in its history. */
export async function signOutEverywhere({
  userId,
  now,
  address,
}: Pick<PersonAsking, 'userId' | 'now' | 'address'>): Promise<void> {
  await systemDb().execute(sql`
    with left_all as (
      update users set session_version = session_version + 1 where id = ${userId} returning id
    )
    insert into audit_events (mall_id, at, user_id, verb, subject, subject_id, detail, address)
    select member.mall_id, ${now.toISOString()}, left_all.id, 'member.signOutEverywhere', 'member',
      left_all.id, '{}', nullif(${address}, '')
    from left_all join memberships member on member.user_id = left_all.id`);
}
