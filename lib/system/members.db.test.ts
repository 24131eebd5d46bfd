import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { systemDb } from '@/db/pools';
import { rows } from '@/db/rows';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { memberOf } from '@/lib/auth/member';
import { changeOwnPassword } from '@/lib/auth/own-password';
import { personOf } from '@/lib/auth/person';
import { signIn } from '@/lib/auth/sign-in';
import type { Ctx } from '@/lib/context';
import { acceptInvitation } from './accept-invitation';
import { addMember, type NewMember } from './add-member';
import { changeMember, removeMember, resetPassword } from './change-member';
import { createMall } from './create-mall';
import { mallMembers } from './members';
import { resetForgottenPassword } from './reset-forgotten';

const at = new Date('2026-11-22T00:00:00Z');
const operator = {
  email: 'bora@moa.example',
  name: '윤보라',
  role: 'operator',
  canSeePersonalData: false,
} as const;

const OWN_PASSWORD = '더 긴 비밀번호 하나';

let database: TestDatabase;
let ctx: Ctx;
let other: Ctx;
let serial = 0;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  ctx = await openMall();
  other = await openMall();
});

it('a mall is opened with an e-mail that nobody has and a password as long as any', async () => {
  const owner = { email: 'first@moa.example', name: '한대표', password: 'moa-practice' };
  await expect(
    createMall({ name: '가게', owner: { ...owner, password: 'short' } }, at),
  ).rejects.toThrow('at least 10 characters');
  await createMall({ name: '가게', owner }, at);
  await expect(createMall({ name: '둘째 가게', owner }, at)).rejects.toThrow(
    'can then invite first@moa.example under Settings > Members',
  );
});

describe('a mall’s members', () => {
  it('somebody new makes a password of their own, and has just the rights given', async () => {
    const password = await passwordOfNew(ctx, { ...operator, email: ' Bora1@Moa.example' });
    const first = await signsIn('bora1@moa.example', password);
    expect(await memberOf(first)).toBeUndefined();
    expect(await personOf(first)).toMatchObject({ mustChangePassword: true });
    await expect(
      changeOwnPassword(
        { userId: first.userId, now: at, address: '' },
        { current: password, next: password },
      ),
    ).rejects.toThrow('members.errors.samePassword');
    await changeOwnPassword(
      { userId: first.userId, now: at, address: '' },
      { current: password, next: OWN_PASSWORD },
    );
    const session = await signsIn('bora1@moa.example', OWN_PASSWORD);
    expect(await memberOf(session)).toMatchObject({
      mallId: ctx.mallId,
      role: 'operator',
      canSeePersonalData: false,
    });
  });

  it('nobody is let in twice', async () => {
    await addMember(ctx, { ...operator, email: 'bora2@moa.example' });
    await expect(addMember(ctx, { ...operator, email: 'bora2@moa.example' })).rejects.toThrow(
      'members.errors.already',
    );
  });

  it('a removed member is out with the next request, and stays in the history', async () => {
    const session = await newcomer('bora4@moa.example');
    expect(await memberOf(session)).toBeDefined();
    await removeMember(ctx, session.userId);
    expect(await memberOf(session)).toBeUndefined();
    const [named] = await rows(
      systemDb(),
      sql`select name from operators where mall_id = ${ctx.mallId} and user_id = ${session.userId}`,
    );
    expect(named).toMatchObject({ name: '윤보라' });
  });

  it('a removed member who is added again gets a new password, and the old one opens nothing', async () => {
    const session = await newcomer('bora10@moa.example');
    await removeMember(ctx, session.userId);
    const again = {
      ...operator,
      email: 'bora10@moa.example',
      name: '윤보라2',
      role: 'viewer',
    } as const;
    const password = await passwordOfNew(ctx, again);
    expect(await signIn({ email: again.email, password: OWN_PASSWORD, ip: '192.0.2.7' }, at)).toBe(
      'wrong',
    );
    const first = await signsIn(again.email, password);
    expect(await personOf(session)).toBeUndefined();
    expect(await personOf(first)).toMatchObject({ userName: '윤보라2', mustChangePassword: true });
    await changeOwnPassword(
      { userId: first.userId, now: at, address: '' },
      { current: password, next: OWN_PASSWORD },
    );
    expect(await memberOf(await signsIn(again.email, OWN_PASSWORD))).toMatchObject({
      role: 'viewer',
    });
    expect(await events(ctx)).toEqual([
      ...['member.add', 'member.changePassword', 'member.remove', 'member.add'],
      ...['member.resetPassword', 'member.changePassword'],
    ]);
  });

  it('a removed member who works or is invited elsewhere is only invited again', async () => {
    const email = 'bora11@moa.example';
    const { userId } = await newcomer(email);
    await removeMember(ctx, userId);
    const elsewhere = await addMember(other, { ...operator, email });
    expect(elsewhere.kind).toBe('invited');
    expect((await addMember(ctx, { ...operator, email })).kind).toBe('invited');
    if (elsewhere.kind !== 'invited') return;
    const person = await personOf(await signsIn(email, OWN_PASSWORD));
    if (person) await acceptInvitation({ ...person, now: at, address: '' }, elsewhere.code);
    expect(await mallMembers(other)).toHaveLength(2);
    expect((await addMember(ctx, { ...operator, email })).kind).toBe('invited');
    expect(await personOf(await signsIn(email, OWN_PASSWORD))).toMatchObject({
      userName: '윤보라',
    });
  });

  it('a new password ends the sessions of the old one, and is changed at the next sign-in', async () => {
    const session = await newcomer('bora5@moa.example');
    const renewed = await resetPassword(ctx, session.userId);
    expect(await personOf(session)).toBeUndefined();
    const again = await signsIn('bora5@moa.example', renewed.password);
    expect(await memberOf(again)).toBeUndefined();
    await changeOwnPassword(
      { userId: again.userId, now: at, address: '' },
      { current: renewed.password, next: OWN_PASSWORD },
    );
    expect(await personOf(again)).toBeUndefined();
    expect(await memberOf(await signsIn('bora5@moa.example', OWN_PASSWORD))).toBeDefined();
  });

  it('who runs the installation replaces a forgotten password, also of somebody with two malls', async () => {
    const session = await newcomer('bora9@moa.example');
    const password = await resetForgottenPassword(' Bora9@Moa.example', at);
    expect(await personOf(session)).toBeUndefined();
    expect(await personOf(await signsIn('bora9@moa.example', password))).toMatchObject({
      mustChangePassword: true,
    });
    expect(await events(ctx)).toEqual([
      ...['member.add', 'member.changePassword', 'member.resetPassword'],
    ]);
    expect(await events(other)).toEqual([]);
    await expect(resetForgottenPassword('nobody@moa.example', at)).rejects.toThrow('no user');
  });

  it('the own password is changed only by who knows it', async () => {
    const [owner] = await mallMembers(ctx);
    await expect(
      changeOwnPassword(
        { userId: owner?.userId ?? 0, now: at, address: '' },
        { current: 'guessed', next: 'something else' },
      ),
    ).rejects.toThrow('members.errors.wrongPassword');
  });

  it('the last owner stays, also when two owners leave each other at once', async () => {
    const [owner] = await mallMembers(ctx);
    const ownerId = owner?.userId ?? 0;
    await expect(
      changeMember(ctx, { userId: ownerId, role: 'viewer', canSeePersonalData: true }),
    ).rejects.toThrow('members.errors.lastOwner');
    await addMember(ctx, { ...operator, email: 'bora6@moa.example', role: 'owner' });
    const second = (await mallMembers(ctx)).find((member) => member.userId !== ownerId);
    const left = await Promise.allSettled([
      removeMember(ctx, second?.userId ?? 0),
      removeMember({ ...ctx, userId: second?.userId ?? 0 }, ownerId),
    ]);
    expect(left.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await mallMembers(ctx)).toHaveLength(1);
  });

  it('nobody reaches a member of another mall', async () => {
    await addMember(other, { ...operator, email: 'bora7@moa.example' });
    const stranger = (await mallMembers(other)).find(({ email }) => email === 'bora7@moa.example');
    const userId = stranger?.userId ?? 0;
    const tries = [
      () => changeMember(ctx, { userId, role: 'viewer', canSeePersonalData: true }),
      () => removeMember(ctx, userId),
      () => resetPassword(ctx, userId),
    ];
    for (const tried of tries) await expect(tried()).rejects.toThrow('errors.notFound');
    expect(await mallMembers(other)).toHaveLength(2);
  });

  it('every change leaves a line in the history of its mall alone', async () => {
    const before = await events(other);
    await addMember(ctx, { ...operator, email: 'bora8@moa.example' });
    expect(await events(ctx)).toEqual(['member.add']);
    expect(await events(other)).toEqual(before);
  });
});

/** Somebody new who has made a password of their own. */
async function newcomer(email: string) {
  const password = await passwordOfNew(ctx, { ...operator, email });
  const { userId } = await signsIn(email, password);
  await changeOwnPassword(
    { userId, now: at, address: '' },
    { current: password, next: OWN_PASSWORD },
  );
  return signsIn(email, OWN_PASSWORD);
}

async function passwordOfNew(mall: Ctx, member: NewMember): Promise<string> {
  const added = await addMember(mall, member);
  if (added.kind !== 'added') throw new Error('Only invited.');
  return added.password;
}

function openMall(): Promise<Ctx> {
  serial += 1;
  const owner = { email: `owner${serial}@moa.example`, name: '한대표', password: 'moa-practice' };
  return createMall({ name: `가게 ${serial}`, owner }, at);
}

async function signsIn(email: string, password: string) {
  const outcome = await signIn({ email, password, ip: '192.0.2.7' }, at);
  if (typeof outcome === 'string') throw new Error(`Not signed in: ${outcome}`);
  return outcome;
}

async function events({ mallId }: Ctx): Promise<string[]> {
  const found = await rows<{ verb: string }>(
    systemDb(),
    sql`
    select verb from audit_events
    where mall_id = ${mallId} and verb not like 'member.signIn%' order by id`,
  );
  return found.map(({ verb }) => verb);
}
