import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import { newPassword } from '@/lib/auth/new-password';
import type { Ctx, Role } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { changeMembers, recordMemberEvent } from './member-changes';

const DAYS_OPEN = 7;
const TRIES = 5;

type Invited = { userId: number; role: Role; canSeePersonalData: boolean };

/** Writes an invitation, over one that was open already, and returns its code this one time. */
export async function writeInvitation(tx: Tx, ctx: Ctx, invited: Invited): Promise<string> {
  const { userId, role, canSeePersonalData } = invited;
  const code = newPassword().replace(/(.{4})(?=.)/g, '$1-');
  const expiresAt = new Date(ctx.now.getTime() + DAYS_OPEN * 24 * 60 * 60_000);
  await tx.execute(sql`
    insert into invitations (mall_id, user_id, role, can_see_personal_data, code_hash, tries_left,
      expires_at)
    values (${ctx.mallId}, ${userId}, ${role}, ${canSeePersonalData}, ${hashOfCode(code)}, ${TRIES},
      ${expiresAt.toISOString()})
    on conflict (mall_id, user_id) do update set role = excluded.role,
      can_see_personal_data = excluded.can_see_personal_data, code_hash = excluded.code_hash,
      tries_left = excluded.tries_left, expires_at = excluded.expires_at`);
  await recordMemberEvent(tx, ctx, 'member.invite', userId, { role, canSeePersonalData });
  return code;
}

/** A new code in place of one that was lost, used up or too old. */
export function renewInvitation(ctx: Ctx, userId: number): Promise<{ code: string }> {
  return changeMembers(ctx, async (tx) => {
    const [invited] = await rows<Invited>(
      tx,
      sql`
      select user_id as "userId", role, can_see_personal_data as "canSeePersonalData"
      from invitations where mall_id = ${ctx.mallId} and user_id = ${userId}`,
    );
    if (!invited) throw new ExpectedError('errors.notFound');
    return { code: await writeInvitation(tx, ctx, invited) };
  });
}

/** Takes an invitation back; its code opens nothing any more. */
export async function withdrawInvitation(ctx: Ctx, userId: number): Promise<void> {
  await changeMembers(ctx, async (tx) => {
    const withdrawn = await tx.execute(sql`
      delete from invitations where mall_id = ${ctx.mallId} and user_id = ${userId}
      returning user_id`);
    if (withdrawn.length === 0) throw new ExpectedError('errors.notFound');
    await recordMemberEvent(tx, ctx, 'member.withdraw', userId);
  });
}

/** However it is written down. It is as long as a key, so that a plain hash keeps it. */
export function hashOfCode(code: string): string {
  const signs = code.toLowerCase().replace(/[^a-z0-9]/g, '');
  return createHash('sha256').update(signs).digest('hex');
}
