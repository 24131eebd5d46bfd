import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemDb } from '@/db/pools';
import { oneRow, rows } from '@/db/rows';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { eventHistory } from '@/lib/history/events';
import { memberOf, signOutEverywhere } from './member';
import * as password from './password';
import { signIn } from './sign-in';

const at = (minute: number) => new Date(Date.UTC(2026, 10, 22, 0, minute));
const right = { email: 'sera@moa.example', password: 'right', ip: '192.0.2.1' };
const wrong = { ...right, password: 'wrong' };

let database: TestDatabase;
let userId: number;
let mallId: number;

beforeAll(async () => {
  database = await createTestDatabase();
  const hash = await password.hashPassword('right');
  const mall = await oneRow<{ id: number }>(
    systemDb(),
    sql`insert into malls (name) values ('물결상점') returning id`,
  );
  const user = await oneRow<{ id: number }>(
    systemDb(),
    sql`
    insert into users (email, name, password_hash)
    values ('sera@moa.example', '나세라', ${hash}) returning id`,
  );
  userId = user.id;
  mallId = mall.id;
  await systemDb().execute(sql`
    insert into memberships (user_id, mall_id, role) values (${userId}, ${mall.id}, 'operator')`);
});

afterAll(() => database.drop());

beforeEach(() => systemDb().execute(sql`delete from login_attempts`));

async function fail(times: number, minute: number) {
  for (let attempt = 0; attempt < times; attempt++) await signIn(wrong, at(minute));
}

/** As many strangers at as many addresses, each with a wrong password. */
async function failElsewhere(times: number, minute: number) {
  await systemDb().execute(sql`
    insert into login_attempts (email, ip, at, succeeded)
    select ${right.email}, '203.0.113.' || n, ${at(minute).toISOString()}, false
    from generate_series(1, ${times}) n`);
}

describe('signing in', () => {
  it('the right password opens the mall, however the e-mail is written', async () => {
    expect(await signIn({ ...right, email: ' Sera@Moa.example ' }, at(0))).toMatchObject({
      userId,
    });
  });

  it('a wrong password and an unknown e-mail say the same', async () => {
    expect(await signIn(wrong, at(0))).toBe('wrong');
    expect(await signIn({ ...right, email: 'nobody@moa.example' }, at(0))).toBe('wrong');
  });

  it('five wrong ones lock the e-mail, for the right password too, at their own address', async () => {
    await fail(5, 0);
    expect(await signIn(right, at(1))).toBe('locked');
    expect(await signIn({ ...right, ip: '192.0.2.9' }, at(1))).toMatchObject({ userId });
  });

  it('an attempt refused because too many sign in at once counts for nothing', async () => {
    await fail(4, 0);
    const busy = vi.spyOn(password, 'passwordMatches').mockRejectedValue(new password.Busy());
    for (let time = 0; time < 3; time++)
      await expect(signIn(right, at(1))).rejects.toThrow(password.Busy);
    busy.mockRestore();
    expect(await signIn(right, at(1))).toMatchObject({ userId });
  });

  it('fifty wrong ones from anywhere lock it, but not where it lately signed in', async () => {
    await signIn(right, at(0));
    await failElsewhere(49, 1);
    const elsewhere = { ...right, ip: '192.0.2.9' };
    expect(await signIn({ ...elsewhere, password: 'wrong' }, at(2))).toBe('wrong');
    expect(await signIn(elsewhere, at(3))).toBe('locked');
    expect(await signIn(right, at(3))).toMatchObject({ userId });
    await fail(5, 4);
    expect(await signIn(right, at(5))).toBe('locked');
  });

  it('the lock opens after fifteen minutes, though somebody kept knocking', async () => {
    await fail(5, 0);
    await fail(3, 14);
    expect(await signIn(right, at(15))).toMatchObject({ userId });
  });

  it('a success forgives the failures before it', async () => {
    await fail(4, 0);
    await signIn(right, at(1));
    await fail(4, 2);
    expect(await signIn(right, at(3))).toMatchObject({ userId });
  });

  it('guesses at once gain nothing over guesses in turn', async () => {
    const outcomes = await Promise.all(Array.from({ length: 12 }, () => signIn(wrong, at(0))));
    expect(outcomes.filter((outcome) => outcome === 'wrong').length).toBeLessThanOrEqual(5);
  });

  it('one address that tries fifty e-mails is shut out', async () => {
    const guesses = Array.from({ length: 50 }, (_, n) => `guess${n}@moa.example`);
    await systemDb().execute(sql`
      insert into login_attempts (email, ip, at, succeeded)
      select email, ${right.ip}, ${at(0).toISOString()}, false
      from unnest(${sql.param(guesses)}::text[]) as guess (email)`);
    expect(await signIn(right, at(1))).toBe('locked');
    expect(await signIn({ ...right, ip: '192.0.2.9' }, at(1))).toMatchObject({ userId });
  });
});

describe('접속기록', () => {
  const seen = async (isAccess: boolean) => {
    const period = { from: at(-60), until: at(600) };
    const ctx = { mallId, userId, role: 'owner', canSeePersonalData: true, now: at(0) } as const;
    const asked = { ...period, userId, isAccess, subjects: null };
    const page = await eventHistory(ctx, asked, { size: 20, at: 'first' });
    return page.rows.map(({ verb, address, subjectId }) => ({ verb, address, subjectId }));
  };

  beforeEach(() => systemDb().execute(sql`delete from audit_events`));

  it('tells the mall who signed in and who failed to, from where, apart from changes', async () => {
    await signIn(wrong, at(0));
    await signIn({ ...right, email: 'nobody@moa.example' }, at(0));
    await signIn({ ...right, ip: '192.0.2.9' }, at(1));
    expect(await seen(true)).toEqual([
      { verb: 'member.signIn', address: '192.0.2.9', subjectId: userId },
      { verb: 'member.signInFailed', address: '192.0.2.1', subjectId: userId },
    ]);
    expect(await seen(false)).toEqual([]);
  });

  it('is not filled up by who knocks at a locked door', async () => {
    await fail(40, 0);
    expect((await seen(true)).length).toBe(5);
  });

  it('what was counted goes after a year', async () => {
    await fail(1, 0);
    await signIn(right, new Date(at(0).getTime() + 366 * 24 * 60 * 60_000));
    const left = await rows(systemDb(), sql`select succeeded from login_attempts`);
    expect(left).toEqual([{ succeeded: true }]);
  });
});

describe('a session', () => {
  it('is the member it names, until signed out everywhere', async () => {
    const session = await signIn(right, at(0));
    if (typeof session === 'string') throw new Error(session);
    expect(await memberOf(session)).toMatchObject({ mallName: '물결상점', role: 'operator' });
    expect(await memberOf({ ...session, mallId: (session.mallId ?? 0) + 1 })).toBeUndefined();
    await signOutEverywhere({ userId, now: at(1), address: '203.0.113.7' });
    expect(await memberOf(session)).toBeUndefined();
    const told = await rows(
      systemDb(),
      sql`select mall_id as "mallId", user_id as "userId", address from audit_events
        where verb = 'member.signOutEverywhere'`,
    );
    expect(told).toEqual([{ mallId: session.mallId, userId, address: '203.0.113.7' }]);
  });

  it('ends when the user is disabled', async () => {
    const session = await signIn(right, at(0));
    if (typeof session === 'string') throw new Error(session);
    await systemDb().execute(sql`update users set disabled_at = now() where id = ${userId}`);
    expect(await memberOf(session)).toBeUndefined();
    expect(await signIn(right, at(1))).toBe('wrong');
    await systemDb().execute(sql`update users set disabled_at = null where id = ${userId}`);
  });
});
