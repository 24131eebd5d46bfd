import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { systemDb } from '@/db/pools';
import { oneRow, rows } from '@/db/rows';
import { MIN_PASSWORD_LENGTH } from '@/lib/auth/own-password';
import { hashPassword } from '@/lib/auth/password';
import type { Ctx } from '@/lib/context';
import { nextNight, queuePurge } from '@/lib/retention/purge';

export type NewMall = {
  name: string;
  owner: { email: string; name: string; password: string };
  isPractice?: boolean;
};

/** Opens a mall with its owner, who may see personal data. Throws when the e-mail is taken. */
export async function createMall(mall: NewMall, now: Date): Promise<Ctx> {
  if (mall.owner.password.length < MIN_PASSWORD_LENGTH)
    throw new Error(`The password needs at least ${MIN_PASSWORD_LENGTH} characters.`);
  const email = mall.owner.email.trim().toLowerCase();
  const isPractice = mall.isPractice ?? false;
  const passwordHash = await hashPassword(mall.owner.password);
  return systemDb().transaction(async (tx) => {
    const taken = await rows(tx, sql`select from users where email = ${email}`);
    if (taken.length > 0) {
      throw new Error(
        `There is a user with the e-mail ${email} already. Open the mall with another one; its owner can then invite ${email} under Settings > Members.`,
      );
    }
    const made = await oneRow<{ mallId: number; userId: number }>(
      tx,
      sql`
      with mall as (
        insert into malls (name, is_practice) values (${mall.name}, ${isPractice}) returning id
      ), owner as (
        insert into users (email, name, password_hash)
        values (${email}, ${mall.owner.name}, ${passwordHash}) returning id
      ), membership as (
        insert into memberships (user_id, mall_id, role, can_see_personal_data)
        select owner.id, mall.id, 'owner', true from owner, mall
      )
      select mall.id as "mallId", owner.id as "userId" from mall, owner`,
    );
    const ctx: Ctx = { ...made, role: 'owner', canSeePersonalData: true, now };
    await tx.execute(sql`
      insert into mall_settings (mall_id, is_practice, recipient_key, allocation_priority)
      values (${ctx.mallId}, ${isPractice}, ${randomUUID()},
        '["channel_priority", "ship_by", "paid_at"]'::jsonb)`);
    await queuePurge(tx, ctx, nextNight(now));
    await tx.execute(sql`
      insert into operators (mall_id, user_id, name)
      values (${ctx.mallId}, ${ctx.userId}, ${mall.owner.name})`);
    await tx.execute(sql`
      insert into channels (mall_id, marketplace, account, name, priority, collects_automatically)
      values (${ctx.mallId}, 'manual', 'manual', '직접입력', 900, false)`);
    return ctx;
  });
}
