import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { systemDb } from '@/db/pools';
import { rows } from '@/db/rows';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { memberOf } from '@/lib/auth/member';
import { changeOwnPassword } from '@/lib/auth/own-password';
import { type Person, personOf } from '@/lib/auth/person';
import { type SignedIn, signIn } from '@/lib/auth/sign-in';
import type { Ctx } from '@/lib/context';
import { acceptInvitation } from './accept-invitation';
import { addMember } from './add-member';
import { removeMember, resetPassword } from './change-member';
import { createMall } from './create-mall';
import { renewInvitation, withdrawInvitation } from './invitation';
import { mallInvitations, mallMembers, mallsOf } from './members';

const at = new Date('2026-11-22T00:00:00Z');
const later = (days: number) => new Date(at.getTime() + days * 24 * 60 * 60_000);

let database: TestDatabase;
let ours: Ctx;
let theirs: Ctx;
let email: string;
let password: string;
let session: SignedIn;
let person: Person;
let serial = 0;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

/** Somebody who has an account, made by the owner of another mall. */
beforeEach(async () => {
  [ours, theirs] = [await openMall(), await openMall()];
  email = `kim${++serial}@moa.example`;
  const added = await addMember(theirs, asked());
  if (added.kind !== 'added') throw new Error('Not new.');
  password = '나만 아는 비밀번호';
  const { userId } = await signsIn(added.password);
  await changeOwnPassword(
    { userId, now: at, address: '' },
    { current: added.password, next: password },
  );
  session = await signsIn();
  const found = await personOf(session);
  if (!found) throw new Error('Nobody.');
  person = found;
});

const asked = () => ({ email, name: '김셀러', role: 'manager', canSeePersonalData: true }) as const;

const accept = (code: string, now = at) =>
  acceptInvitation({ ...person, now, address: '192.0.2.9' }, code);

async function invite(): Promise<string> {
  const invited = await addMember(ours, asked());
  if (invited.kind !== 'invited') throw new Error('Let in without asking.');
  return invited.code;
}

const works = async () => (await memberOf({ ...session, mallId: ours.mallId })) !== undefined;

describe('somebody who has an account', () => {
  it('is only invited: it counts nowhere, and shows the owner nothing but the e-mail', async () => {
    await invite();
    expect(await works()).toBe(false);
    expect(await signsIn()).toMatchObject({ mallId: theirs.mallId });
    expect((await mallsOf(person.userId)).map(({ mallId }) => mallId)).toEqual([theirs.mallId]);
    expect((await mallMembers(ours)).map((member) => member.email)).not.toContain(email);
    expect(await mallInvitations(ours)).toEqual([
      {
        userId: person.userId,
        email,
        role: 'manager',
        canSeePersonalData: true,
        expiresAt: '2026-11-29T00:00:00Z',
        isOpen: true,
      },
    ]);
    await expect(resetPassword(theirs, person.userId)).resolves.toBeDefined();
    await expect(resetPassword(ours, person.userId)).rejects.toThrow('errors.notFound');
    await expect(removeMember(ours, person.userId)).rejects.toThrow('errors.notFound');
  });

  it('works in the mall from the moment they enter its code, however they write it', async () => {
    const code = await invite();
    const joined = await accept(` ${code.toUpperCase().replaceAll('-', ' ')} `);
    expect(joined).toMatchObject({ mallId: ours.mallId });
    expect(await memberOf({ ...session, mallId: ours.mallId })).toMatchObject({
      role: 'manager',
      canSeePersonalData: true,
    });
    expect(await mallInvitations(ours)).toEqual([]);
    await expect(resetPassword(theirs, person.userId)).rejects.toThrow(
      'members.errors.worksElsewhere',
    );
    await expect(accept(code)).rejects.toThrow('members.errors.wrongCode');
    expect(await events()).toEqual(['member.invite', 'member.join']);
  });

  it('has five tries, also at once', async () => {
    const code = await invite();
    const guesses = Array.from({ length: 8 }, (_, n) => accept(`guess-${n}`).catch(String));
    await Promise.all(guesses);
    await expect(accept(code)).rejects.toThrow('members.errors.wrongCode');
    expect(await works()).toBe(false);
    const { code: renewed } = await renewInvitation(ours, person.userId);
    await accept(renewed);
    expect(await works()).toBe(true);
  });

  it('has seven days', async () => {
    const code = await invite();
    await expect(accept(code, later(7))).rejects.toThrow('members.errors.wrongCode');
    expect(await mallInvitations({ ...ours, now: later(7) })).toMatchObject([{ isOpen: false }]);
    await accept(code, later(6));
    expect(await works()).toBe(true);
  });

  it('is let in by no code that was withdrawn or made anew, and by nobody else’s', async () => {
    const code = await invite();
    await renewInvitation(ours, person.userId);
    await expect(accept(code)).rejects.toThrow('members.errors.wrongCode');
    const second = await invite();
    const owner = (await mallMembers(theirs)).find(({ role }) => role === 'owner');
    const stranger = { ...person, userId: owner?.userId ?? 0 };
    await expect(acceptInvitation({ ...stranger, now: at, address: '' }, second)).rejects.toThrow(
      'members.errors.wrongCode',
    );
    await withdrawInvitation(ours, person.userId);
    await expect(accept(second)).rejects.toThrow('members.errors.wrongCode');
    await expect(renewInvitation(ours, person.userId)).rejects.toThrow('errors.notFound');
    expect(await works()).toBe(false);
  });

  it('signs in without any mall while an invitation is open, and in no other way', async () => {
    await removeMember(theirs, person.userId);
    expect(await signIn({ email, password, ip: '192.0.2.7' }, at)).toBe('wrong');
    const code = await invite();
    session = await signsIn();
    expect(session.mallId).toBeNull();
    expect(await memberOf(session)).toBeUndefined();
    expect(await personOf(session)).toMatchObject({ email });
    await accept(code);
    expect(await signsIn()).toMatchObject({ mallId: ours.mallId });
  });

  it('has a code that stands nowhere as it is', async () => {
    const code = await invite();
    const [kept] = await rows<{ text: string }>(
      systemDb(),
      sql`select invitations::text as text from invitations where user_id = ${person.userId}`,
    );
    expect(kept?.text).not.toContain(code);
    expect(kept?.text).not.toContain(code.replaceAll('-', ''));
  });
});

function openMall(): Promise<Ctx> {
  const owner = { email: `boss${++serial}@moa.example`, name: '한대표', password: 'moa-practice' };
  return createMall({ name: `가게 ${serial}`, owner }, at);
}

async function signsIn(given = password): Promise<SignedIn> {
  const outcome = await signIn({ email, password: given, ip: '192.0.2.7' }, at);
  if (typeof outcome === 'string') throw new Error(`Not signed in: ${outcome}`);
  return outcome;
}

async function events(): Promise<string[]> {
  const found = await rows<{ verb: string }>(
    systemDb(),
    sql`
    select verb from audit_events
    where mall_id = ${ours.mallId} and verb not like 'member.signIn%' order by id`,
  );
  return found.map(({ verb }) => verb);
}
