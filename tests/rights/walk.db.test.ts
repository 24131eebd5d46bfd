import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { systemDb } from '@/db/pools';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { makeChannel, makeMall } from '@/db/testing-data';
import { isAtLeast, roles } from '@/lib/auth/role';
import type { Ctx, Role } from '@/lib/context';
import { leaveTraces, traces } from '@/lib/retention/testing-traces';
import { ko } from '@/messages/ko';
import { inputOf, type KnownAction, knownActions, walkRoutes } from './endpoints';
import { fingerprintOf } from './fingerprint';
import { fillShelves } from './full-mall';
import { callAs, makeMember, type Person, standInForServer } from './request';
import { sampleOf } from './sample';

/** What a viewer changes is a viewer's own: nothing that another member works with. */
const OWN = [
  'account.changePassword',
  'account.join',
  'account.leaveEverywhere',
  'notifications.read',
  'invoice.load',
  'invoice.loadPreset',
  'match.open',
  'match.search',
];

const IDS = [1, 2];
const UNKNOWN_ID = 954;

let database: TestDatabase;
let mall: Ctx;
let neighbour: Person;
const members = new Map<Role, Person>();
const actions: KnownAction[] = [];

beforeAll(async () => {
  standInForServer();
  database = await createTestDatabase();
  mall = await makeMall();
  await leaveTraces(mall, await makeChannel(mall));
  await fillShelves(mall);
  for (const role of roles) members.set(role, await makeMember(mall, role));
  neighbour = await makeMember(await makeMall('이웃상회'), 'owner', true);
  actions.push(...(await knownActions()));
}, 120_000);
afterAll(async () => {
  vi.unstubAllEnvs();
  await database.drop();
});

const memberAs = (role: Role): Person => {
  const member = members.get(role);
  if (!member) throw new Error(role);
  return member;
};

/** Names of the actions that answer something else than this refusal. */
async function lettingIn(asked: KnownAction[], refusal: string, mallId: number): Promise<string[]> {
  const open: string[] = [];
  for (const known of asked) {
    const answer = await known.call(inputOf(known, 1, mallId));
    if (answer.ok || answer.message !== refusal) open.push(known.spec.name);
  }
  return open;
}

describe('every action', () => {
  it('takes input that this walk can make', () => {
    expect(actions.length).toBeGreaterThan(100);
    const unreachable = actions.filter(
      (known) => !known.spec.schema.safeParse(sampleOf(known.spec.schema, 1)).success,
    );
    expect(unreachable.map(({ spec }) => spec.name)).toEqual([]);
  });

  it('refuses nobody in particular, another site, and a page of another mall', async () => {
    const before = await fingerprintOf(mall.mallId);
    await callAs(null);
    expect(await lettingIn(actions, ko.errors.signedOut, mall.mallId)).toEqual([]);
    await callAs(memberAs('owner'), 'http://elsewhere.test');
    expect(await lettingIn(actions, ko.errors.foreignOrigin, mall.mallId)).toEqual([]);
    await callAs(memberAs('owner'));
    const ofMalls = actions.filter(({ isOwn }) => !isOwn);
    expect(await lettingIn(ofMalls, ko.errors.otherMall, neighbour.mallId)).toEqual([]);
    expect(await fingerprintOf(mall.mallId)).toEqual(before);
  });

  it('refuses who is only invited, but for what is a person’s own', async () => {
    const invited = await makeMember(mall, 'owner', true);
    const before = await fingerprintOf(mall.mallId);
    await callAs({ ...invited, mallId: null });
    const ofMalls = actions.filter(({ isOwn }) => !isOwn);
    expect(await lettingIn(ofMalls, ko.errors.signedOut, mall.mallId)).toEqual([]);
    const own = actions.filter(({ isOwn }) => isOwn).map(({ spec }) => spec.name);
    expect(own.length).toBeGreaterThan(1);
    expect(own.filter((name) => !OWN.includes(name))).toEqual([]);
    expect((await walk(({ status }) => status)).filter(({ seen }) => seen !== 401)).toEqual([]);
    expect(await fingerprintOf(mall.mallId)).toEqual(before);
  });

  it('refuses who has another’s password, but for changing it', async () => {
    const newcomer = await makeMember(mall, 'owner', true);
    await systemDb().execute(
      sql`update users set must_change_password = true where id = ${newcomer.userId}`,
    );
    const before = await fingerprintOf(mall.mallId);
    await callAs(newcomer);
    const others = actions.filter(({ spec }) => spec.name !== 'account.changePassword');
    expect(await lettingIn(others, ko.errors.signedOut, mall.mallId)).toEqual([]);
    expect((await walk(({ status }) => status)).filter(({ seen }) => seen !== 401)).toEqual([]);
    expect(await fingerprintOf(mall.mallId)).toEqual(before);
  });

  it.each(roles)('refuses a %s below its role', async (role) => {
    const before = await fingerprintOf(mall.mallId);
    await callAs(memberAs(role));
    const above = actions.filter(({ spec }) => !isAtLeast(role, spec.role));
    expect(above.length > 0).toBe(role !== 'owner');
    expect(await lettingIn(above, ko.errors.roleTooLow, mall.mallId)).toEqual([]);
    expect(await fingerprintOf(mall.mallId)).toEqual(before);
  });

  it('that a viewer may call only looks, or concerns the viewer alone', () => {
    const viewers = actions.filter(({ spec }) => spec.role === 'viewer' && !spec.reads);
    expect(viewers.map(({ spec }) => spec.name).filter((name) => !OWN.includes(name))).toEqual([]);
  });

  it('that sets up the mall is a manager’s, and members and their rights an owner’s', () => {
    const settings = actions.filter(
      ({ file, spec }) => file.includes('/settings/') && !OWN.includes(spec.name),
    );
    const tooOpen = settings.filter(({ file, spec }) => {
      const isOwners = /\/settings\/(members|privacy)\//.test(file);
      return !isAtLeast(spec.role, isOwners ? 'owner' : 'manager');
    });
    expect(tooOpen.map(({ spec }) => spec.name)).toEqual([]);
  });

  it('with ids of another mall writes nothing there and tells nothing from there', async () => {
    const told: string[] = [];
    await callAs(neighbour);
    const before = await fingerprintOf(mall.mallId);
    for (const file of new Set(actions.map((known) => known.file))) {
      for (const known of actions.filter((action) => action.file === file)) {
        for (const id of IDS) {
          await callAs(neighbour);
          const answer = JSON.stringify(await known.call(inputOf(known, id, neighbour.mallId)));
          if (traces.some((trace) => answer.includes(trace))) told.push(known.spec.name);
        }
      }
      expect(await fingerprintOf(mall.mallId), file).toEqual(before);
    }
    expect(told).toEqual([]);
  }, 240_000);
});

describe('every route', () => {
  it('refuses nobody in particular', async () => {
    await callAs(null);
    const statuses = await walk((answer) => answer.status);
    expect(statuses.length).toBeGreaterThan(8);
    expect(statuses.filter(({ seen }) => seen !== 401)).toEqual([]);
  });

  it('refuses what another site or a page of another mall sends to change something', async () => {
    await callAs(memberAs('owner'), 'http://elsewhere.test');
    const foreign = await walk((answer) => answer.status, { method: 'POST' });
    expect(foreign.length).toBeGreaterThan(1);
    expect(foreign.filter(({ seen }) => seen !== 403)).toEqual([]);
    await callAs(memberAs('owner'));
    const other = await walk((answer) => answer.status, {
      method: 'POST',
      mallId: neighbour.mallId,
    });
    expect(other.filter(({ seen }) => seen !== 409)).toEqual([]);
  });

  it('gives a viewer no file with the rows of others’ work, but sheets without people', async () => {
    await callAs(memberAs('viewer'));
    const refusedOrNoFile = ({ status, ok, headers }: Response) =>
      status === 403 || status === 404 || (ok && headers.get('content-type')?.includes('json'));
    const seen = await walk(refusedOrNoFile);
    const open = seen.filter(({ seen: isRight }) => !isRight).map(({ file }) => file);
    expect(open.filter((file) => !/\/(template|statistics)\//.test(file))).toEqual([]);
  });

  it('answers an id of another mall as one that does not exist, and writes nothing', async () => {
    const before = await fingerprintOf(mall.mallId);
    await callAs(neighbour);
    const asOf = (asked: number) =>
      walk((answer) => sizeOf(answer, asked), { mallId: neighbour.mallId, id: asked });
    expect(await asOf(1)).toEqual(await asOf(UNKNOWN_ID));
    expect(await fingerprintOf(mall.mallId)).toEqual(before);
  });
});

/** Status and length of an answer; a refusal may name the id that was asked. */
async function sizeOf(answer: Response, asked: number): Promise<[number, number]> {
  const body = Buffer.from(await answer.arrayBuffer()).toString('latin1');
  return [answer.status, (answer.ok ? body : body.replaceAll(String(asked), '#')).length];
}

type Asked = { method?: string; mallId?: number; id?: number };

const walk = <Seen>(
  look: (answer: Response) => Seen | Promise<Seen>,
  { method, mallId = mall.mallId, id = 1 }: Asked = {},
) => walkRoutes(look, { method, mallId, id });
