import { sql } from 'drizzle-orm';
import { systemDb } from '@/db/pools';
import { oneRow, rows } from '@/db/rows';
import { openMalls } from './open-malls';
import { passwordMatches } from './password';
import { recordEntry, recordFailure } from './record-sign-in';

const WINDOW_MINUTES = 15;
/** Of one e-mail from one address. */
const MAX_FAILURES_OF_BOTH = 5;
/** Of an e-mail from anywhere: far more, so that a stranger cannot lock somebody out by a few. */
const MAX_FAILURES_OF_EMAIL = 50;
/** A whole office signs in from one address. */
const MAX_FAILURES_OF_ADDRESS = 50;
/** So long an address is known as one of an e-mail's own after it signed in there. */
const KNOWN_DAYS = 30;
const KEPT_DAYS = 365;

/** Without a mall is who has only been invited to one. */
export type SignedIn = { userId: number; mallId: number | null; sessionVersion: number };
export type SignInOutcome = SignedIn | 'wrong' | 'locked';

type User = SignedIn & { passwordHash: string };

/**
 * Checks an e-mail and its password. Five wrong ones lock the e-mail for their address until fifteen
 * minutes after the first of them, and fifty for every address but those it is known at. An attempt is counted before it is checked, so parallel guesses gain nothing.
 */
export async function signIn(
  given: { email: string; password: string; ip: string },
  now: Date,
): Promise<SignInOutcome> {
  const email = given.email.trim().toLowerCase();
  const attemptId = await recordAttempt(email, given.ip, now);
  if (await isLocked(email, given.ip, now)) {
    await forget(attemptId);
    return 'locked';
  }
  const user = await findUser(email, now);
  const matches = await passwordMatches(given.password, user?.passwordHash ?? null).catch(
    async (error) => {
      await forget(attemptId);
      throw error;
    },
  );
  const knock = user && { userId: user.userId, ip: given.ip, now };
  if (knock && !matches) await recordFailure(knock);
  if (!user || !knock || !matches) return 'wrong';
  await systemDb().execute(sql`update login_attempts set succeeded = true where id = ${attemptId}`);
  if (user.mallId !== null) await recordEntry(knock, user.mallId);
  return { userId: user.userId, mallId: user.mallId, sessionVersion: user.sessionVersion };
}

/** Those of more than a year ago go, some at a time. */
async function recordAttempt(email: string, ip: string, now: Date): Promise<number> {
  const yearAgo = new Date(now.getTime() - KEPT_DAYS * 24 * 60 * 60_000);
  await systemDb().execute(sql`
    delete from login_attempts where at < ${yearAgo.toISOString()} and id in (
      select id from login_attempts order by id limit 100)`);
  const { id } = await oneRow<{ id: number }>(
    systemDb(),
    sql`
    insert into login_attempts (email, ip, at, succeeded)
    values (${email}, ${ip}, ${now.toISOString()}, false) returning id`,
  );
  return id;
}

/** Knocking at a locked or a crowded door must not keep it locked for the one who has the key. */
async function forget(attemptId: number): Promise<void> {
  await systemDb().execute(sql`delete from login_attempts where id = ${attemptId}`);
}

async function isLocked(email: string, ip: string, now: Date): Promise<boolean> {
  const since = new Date(now.getTime() - WINDOW_MINUTES * 60_000).toISOString();
  const knownSince = new Date(now.getTime() - KNOWN_DAYS * 24 * 60 * 60_000).toISOString();
  const failures = await oneRow<{
    ofBoth: number;
    ofEmail: number;
    ofAddress: number;
    isKnown: boolean;
  }>(
    systemDb(),
    sql`
    with own as (
      select max(at) as at from login_attempts
      where email = ${email} and ip = ${ip} and succeeded and at > ${knownSince}
    )
    select
      (select count(*) from login_attempts
       where email = ${email} and ip = ${ip} and at > ${since} and not succeeded
         and at > coalesce(own.at, '-infinity'))::int as "ofBoth",
      (select count(*) from login_attempts
       where email = ${email} and at > ${since} and not succeeded)::int as "ofEmail",
      (select count(*) from login_attempts
       where ip = ${ip} and at > ${since} and not succeeded)::int as "ofAddress",
      own.at is not null as "isKnown"
    from own`,
  );
  return (
    failures.ofBoth > MAX_FAILURES_OF_BOTH ||
    (!failures.isKnown && failures.ofEmail > MAX_FAILURES_OF_EMAIL) ||
    failures.ofAddress > MAX_FAILURES_OF_ADDRESS
  );
}

async function findUser(email: string, now: Date): Promise<User | undefined> {
  const [user] = await rows<User>(
    systemDb(),
    sql`
    select users.id as "userId", memberships.mall_id as "mallId",
      users.session_version as "sessionVersion", users.password_hash as "passwordHash"
    from users
    left join (memberships join ${openMalls()} malls on malls.id = memberships.mall_id)
      on memberships.user_id = users.id
    where users.email = ${email} and users.disabled_at is null
      and (memberships.mall_id is not null or exists (
        select from invitations
        where user_id = users.id and tries_left > 0 and expires_at > ${now.toISOString()}))
    order by memberships.mall_id limit 1`,
  );
  return user;
}
