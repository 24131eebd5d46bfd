import { sql } from 'drizzle-orm';
import { systemDb } from '@/db/pools';
import { rows } from '@/db/rows';
import { openMalls } from '@/lib/auth/open-malls';
import type { Ctx, Role } from '@/lib/context';

export type MallMember = {
  userId: number;
  name: string;
  email: string;
  role: Role;
  canSeePersonalData: boolean;
  isDisabled: boolean;
  /** Null when the member has never signed in. */
  lastSignInAt: string | null;
};

/** Everyone who may work in this mall, those with the most rights first. */
export async function mallMembers(ctx: Ctx): Promise<MallMember[]> {
  return rows<MallMember>(
    systemDb(),
    sql`
    select users.id as "userId", users.name, users.email, member.role,
      member.can_see_personal_data as "canSeePersonalData",
      users.disabled_at is not null as "isDisabled",
      (select to_char(max(attempt.at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
       from login_attempts attempt
       where attempt.email = users.email and attempt.succeeded) as "lastSignInAt"
    from memberships member
    join users on users.id = member.user_id
    where member.mall_id = ${ctx.mallId}
    order by array_position(array['owner', 'manager', 'operator', 'viewer'], member.role),
      users.name, users.id`,
  );
}

export type MallInvitation = {
  userId: number;
  email: string;
  role: Role;
  canSeePersonalData: boolean;
  expiresAt: string;
  /** Whether its code would still let the person in. */
  isOpen: boolean;
};

/** Whom this mall has invited: nothing of them is known here but the e-mail. */
export async function mallInvitations(ctx: Ctx): Promise<MallInvitation[]> {
  return rows<MallInvitation>(
    systemDb(),
    sql`
    select users.id as "userId", users.email, invitation.role,
      invitation.can_see_personal_data as "canSeePersonalData",
      to_char(invitation.expires_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "expiresAt",
      invitation.tries_left > 0 and invitation.expires_at > ${ctx.now.toISOString()} as "isOpen"
    from invitations invitation
    join users on users.id = invitation.user_id
    where invitation.mall_id = ${ctx.mallId}
    order by users.email`,
  );
}

export type OwnMall = { mallId: number; name: string };

/** The malls a person works in, by name. */
export async function mallsOf(userId: number): Promise<OwnMall[]> {
  return rows<OwnMall>(
    systemDb(),
    sql`
    select malls.id as "mallId", malls.name
    from memberships member
    join ${openMalls()} malls on malls.id = member.mall_id
    where member.user_id = ${userId}
    order by malls.name, malls.id`,
  );
}
