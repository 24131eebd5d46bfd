import { randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { rows } from '@/db/rows';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { makeMall } from '@/db/testing-data';
import { readCredential } from '@/lib/collection/credentials';
import { type Ctx, inMall } from '@/lib/context';
import { activateChannel } from './activate-channel';
import { addChannel, type NewChannel } from './add-channel';
import { channelSettings, choosesPartialShipment, connectionForm } from './channels';
import { editChannel } from './edit-channel';

const sealing = { encryptionKey: randomBytes(32).toString('base64') };

const choices = {
  name: '',
  priority: 100,
  collectsAutomatically: true,
  collectIntervalMinutes: 10,
  acknowledgesAutomatically: false,
  partialShipment: 'wait_for_all',
  baseUrl: '',
} as const;

const coupang: NewChannel = {
  ...choices,
  marketplace: 'coupang',
  account: 'dalbit',
  shopNo: 1,
  credential: { vendorId: 'A00012345', accessKey: 'access', secretKey: 'secret' },
};

const cafe24: NewChannel = {
  ...choices,
  marketplace: 'cafe24',
  account: 'dalbit-mall',
  shopNo: 1,
  credential: { clientId: 'client', clientSecret: 'secret', refreshToken: 'token-1' },
};

let database: TestDatabase;
let ctx: Ctx;
let other: Ctx;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  ctx = await makeMall();
  other = await makeMall('남의 상회');
});

it('adds a channel named after marketplace and account, its credential sealed and never shown', async () => {
  const { channelId, name } = await addChannel(ctx, coupang, sealing);
  expect(name).toBe('쿠팡(dalbit)');
  const [setting] = await channelSettings(ctx);
  expect(setting).toMatchObject({ id: channelId, account: 'dalbit', hasCredential: true });
  expect(JSON.stringify(setting)).not.toContain('A00012345');
  expect(await credentialOf(ctx, channelId)).toEqual(coupang.credential);
  const written = JSON.stringify([await stored(ctx, 'credentials'), await audit(ctx)]);
  expect(written).toContain('channel.add');
  for (const secret of ['A00012345', '"access"', '"secret"']) expect(written).not.toContain(secret);
});

it('names a channel in the language of who adds it', async () => {
  const english = { ...coupang, locale: 'en' };
  expect(await addChannel(ctx, english, sealing)).toMatchObject({
    ...{ name: 'Coupang(dalbit)', way: 'api' },
  });
  const sheet = { ...english, marketplace: 'tmon', account: '', credential: {} };
  expect(await addChannel(ctx, sheet, sealing)).toMatchObject({ name: 'Tmon', way: 'file' });
  expect(await audit(ctx)).not.toContainEqual(expect.objectContaining({ locale: 'en' }));
});

it('takes an account of a marketplace once a mall, and leaves other malls theirs', async () => {
  await addChannel(ctx, coupang, sealing);
  await expect(addChannel(ctx, coupang, sealing)).rejects.toMatchObject({
    messageKey: 'settings.errors.accountTaken',
  });
  expect(await stored(ctx, 'credentials')).toHaveLength(1);
  await addChannel(other, coupang, sealing);
  expect(await channelSettings(other)).toHaveLength(1);
});

it('needs only a name where orders come by sheet, and collects nothing by itself', async () => {
  const sheet = { ...coupang, marketplace: 'kakao', account: '', credential: {} };
  await addChannel(ctx, { ...sheet, name: '카카오(본점)' }, sealing);
  const [setting] = await channelSettings(ctx);
  expect(setting).toMatchObject({ name: '카카오(본점)', collectsAutomatically: false });
  await expect(addChannel(ctx, { ...sheet, name: '카카오(본점)' }, sealing)).rejects.toMatchObject({
    messageKey: 'settings.errors.nameTaken',
  });
});

it('adds any marketplace by its name, and closed ones for their past orders', async () => {
  const sheet = { ...coupang, account: '', credential: {} };
  await addChannel(ctx, { ...sheet, marketplace: 'other', name: '우리동네몰' }, sealing);
  await addChannel(ctx, { ...sheet, marketplace: 'tmon', name: '' }, sealing);
  const names = (await channelSettings(ctx)).map(({ name, marketplace }) => [
    name,
    marketplace.isClosed,
  ]);
  expect(names).toEqual([
    ['우리동네몰', false],
    ['티몬', true],
  ]);
});

it.each([
  [
    'a marketplace added by name without one',
    { marketplace: 'other', account: '', name: '' },
    'settings.errors.nameMissing',
  ],
  ['an unknown marketplace', { marketplace: 'nowhere' }, 'errors.notFound'],
  ['no credential', { credential: {} }, 'settings.errors.credentialMissing'],
  ['half a credential', { credential: { vendorId: 'A1' } }, 'settings.errors.credentialField'],
  ['no account', { account: '' }, 'settings.errors.account'],
  ['another host in an account', { ...cafe24, account: 'a.b/c' }, 'settings.errors.account'],
  ['http', { baseUrl: 'http://gateway.example.com' }, 'settings.errors.baseUrl'],
  ['this machine', { baseUrl: 'http://127.0.0.1:4100' }, 'settings.errors.baseUrl'],
])('refuses %s, and leaves nothing behind', async (_, change, messageKey) => {
  await expect(addChannel(ctx, { ...coupang, ...change }, sealing)).rejects.toMatchObject({
    messageKey,
  });
  expect(await channelSettings(ctx)).toEqual([]);
  expect(await stored(ctx, 'credentials')).toEqual([]);
});

it('opens a channel without a key for files alone, until a key comes', async () => {
  const gmarket = { ...coupang, marketplace: 'gmarket', account: 'moa', credential: {} };
  const given = { ...gmarket, collectsAutomatically: false };
  const { channelId } = await addChannel(ctx, given, sealing);
  expect(await channelSettings(ctx)).toMatchObject([
    { hasCredential: false, collectsAutomatically: false },
  ]);
  const credential = { masterId: 'master', sellerId: 'moa', secretKey: 'secret' };
  await editChannel(ctx, editOf(channelId, { credential }), sealing);
  expect(await credentialOf(ctx, channelId)).toMatchObject(credential);
});

it('lets the shops of one account share its rotating credential', async () => {
  const first = await addChannel(ctx, cafe24, sealing);
  const second = await addChannel(ctx, { ...cafe24, shopNo: 2, credential: {} }, sealing);
  const renewed = { ...cafe24.credential, refreshToken: 'token-2' };
  await editChannel(ctx, editOf(second.channelId, { credential: renewed }), sealing);
  expect(await credentialOf(ctx, first.channelId)).toMatchObject({ refreshToken: 'token-2' });
  expect(await stored(ctx, 'credentials')).toHaveLength(1);
});

it('never sends a stored credential to another address', async () => {
  const { channelId } = await addChannel(ctx, cafe24, sealing);
  const elsewhere = { baseUrl: 'https://elsewhere.example.com' };
  await expect(editChannel(ctx, editOf(channelId, elsewhere), sealing)).rejects.toMatchObject({
    messageKey: 'settings.errors.credentialForNewAddress',
  });
  const shop2 = { ...cafe24, ...elsewhere, shopNo: 2, credential: {} };
  await expect(addChannel(ctx, shop2, sealing)).rejects.toMatchObject({
    messageKey: 'settings.errors.credentialMissing',
  });
  const moved = { ...elsewhere, credential: { ...cafe24.credential, refreshToken: 'token-9' } };
  await editChannel(ctx, editOf(channelId, moved), sealing);
  expect(await credentialOf(ctx, channelId)).toMatchObject({ refreshToken: 'token-9' });
  expect(await stored(ctx, 'credentials')).toHaveLength(1);
});

it('does not open a credential that was moved to another row', async () => {
  const { channelId } = await addChannel(ctx, coupang, sealing);
  const shop = await addChannel(ctx, cafe24, sealing);
  await inMall(ctx, (tx) =>
    tx.execute(sql`
      update credentials set ciphertext = (
        select ciphertext from credentials where mall_id = ${ctx.mallId} and label like 'coupang%')
      where mall_id = ${ctx.mallId} and label like 'cafe24%'`),
  );
  await expect(credentialOf(ctx, shop.channelId)).rejects.toThrow();
  expect(await credentialOf(ctx, channelId)).toEqual(coupang.credential);
});

it('keeps the stored credential when an edit gives none, and says who changed what', async () => {
  const { channelId } = await addChannel(ctx, coupang, sealing);
  const change = { priority: 5, collectIntervalMinutes: 30, acknowledgesAutomatically: true };
  await editChannel(ctx, editOf(channelId, change), sealing);
  expect(await channelSettings(ctx)).toMatchObject([{ name: '본점', ...change }]);
  expect(await credentialOf(ctx, channelId)).toEqual(coupang.credential);
  expect(await audit(ctx)).toContainEqual(
    expect.objectContaining({
      verb: 'channel.edit',
      userId: ctx.userId,
      detail: expect.objectContaining({
        before: expect.objectContaining({ priority: 100 }),
        after: expect.objectContaining({ priority: 5 }),
        isCredentialNew: false,
      }),
    }),
  );
});

it('keeps how a unit in parts is told where an edit does not ask', async () => {
  const { channelId } = await addChannel(ctx, coupang, sealing);
  await editChannel(ctx, editOf(channelId, { partialShipment: 'first_ships_all' }), sealing);
  const { partialShipment, ...unasked } = editOf(channelId, {});
  await editChannel(ctx, unasked, sealing);
  expect(await channelSettings(ctx)).toMatchObject([{ partialShipment: 'first_ships_all' }]);
});

it.each([
  ['coupang', true, true],
  ['11st', false, true],
  ['11st', true, false],
])('asks how a unit in parts is told on %s with a key: %s: %s', (key, hasCredential, asks) => {
  const form = connectionForm(key);
  if (!form) throw new Error('It has an API.');
  expect(choosesPartialShipment(form, { hasCredential })).toBe(asks);
  expect(choosesPartialShipment(form)).toBe(true);
});

it('lets a changed interval count from the next tick', async () => {
  const { channelId } = await addChannel(ctx, coupang, sealing);
  await inMall(ctx, (tx) =>
    tx.execute(sql`update channels set next_due_at = '2027-01-01' where mall_id = ${ctx.mallId}`),
  );
  await editChannel(ctx, editOf(channelId, { priority: 7 }), sealing);
  expect(await nextDueAt(ctx)).not.toBeNull();
  await editChannel(ctx, editOf(channelId, { collectIntervalMinutes: 20 }), sealing);
  expect(await nextDueAt(ctx)).toBeNull();
});

it('takes a channel out of use and back', async () => {
  const { channelId } = await addChannel(ctx, coupang, sealing);
  await activateChannel(ctx, { channelId, isActive: false });
  expect(await channelSettings(ctx)).toMatchObject([{ isActive: false }]);
  await activateChannel(ctx, { channelId, isActive: true });
  expect(await channelSettings(ctx)).toMatchObject([{ isActive: true }]);
});

it('touches no channel of another mall', async () => {
  const { channelId } = await addChannel(other, coupang, sealing);
  const before = await stored(other, 'channels');
  const edit = editChannel(ctx, editOf(channelId, { priority: 1 }), sealing);
  await expect(edit).rejects.toMatchObject({ messageKey: 'errors.notFound' });
  const stop = activateChannel(ctx, { channelId, isActive: false });
  await expect(stop).rejects.toMatchObject({ messageKey: 'errors.notFound' });
  expect(await stored(other, 'channels')).toEqual(before);
  expect(await channelSettings(ctx)).toEqual([]);
});

function editOf(channelId: number, change: Partial<NewChannel>) {
  return { ...choices, name: '본점', credential: {}, ...change, channelId };
}

async function credentialOf(of: Ctx, channelId: number): Promise<unknown> {
  return inMall(of, async (tx) => {
    const [channel] = await rows<{ id: number }>(
      tx,
      sql`
      select credential_id as id from channels
      where mall_id = ${of.mallId} and id = ${channelId}`,
    );
    return readCredential(tx, of, sealing.encryptionKey, channel?.id ?? 0);
  });
}

function stored(of: Ctx, table: 'channels' | 'credentials') {
  return inMall(of, (tx) =>
    rows(tx, sql`select * from ${sql.raw(table)} where mall_id = ${of.mallId} order by id`),
  );
}

function audit(of: Ctx) {
  return inMall(of, (tx) =>
    rows(
      tx,
      sql`
      select verb, user_id as "userId", subject_id as "subjectId", detail from audit_events
      where mall_id = ${of.mallId}`,
    ),
  );
}

async function nextDueAt(of: Ctx): Promise<string | null | undefined> {
  const [channel] = await inMall(of, (tx) =>
    rows<{ at: string | null }>(
      tx,
      sql`select next_due_at as at from channels where mall_id = ${of.mallId}`,
    ),
  );
  return channel?.at;
}
