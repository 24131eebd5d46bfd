import { type SQL, sql } from 'drizzle-orm';
import { systemDb } from '@/db/pools';

type Knock = { userId: number; ip: string; now: Date };

/** 접속기록: somebody goes into a mall. */
export async function recordEntry(knock: Knock, mallId: number): Promise<void> {
  await record(knock, 'member.signIn', sql`mall_id = ${mallId}`);
}

/** A wrong password concerns every mall that its account opens. */
export async function recordFailure(knock: Knock): Promise<void> {
  await record(knock, 'member.signInFailed', sql`true`);
}

async function record({ userId, ip, now }: Knock, verb: string, where: SQL): Promise<void> {
  await systemDb().execute(sql`
    insert into audit_events (mall_id, at, user_id, verb, subject, subject_id, detail, address)
    select mall_id, ${now.toISOString()}, user_id, ${verb}, 'member', user_id, '{}', nullif(${ip}, '')
    from memberships where user_id = ${userId} and ${where}`);
}
