import { createHmac, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { rows } from '@/db/rows';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { makeMall, TEST_NOW } from '@/db/testing-data';
import { type Ctx, inMall } from '@/lib/context';
import { takeWork } from '@/lib/leases/lease';
import type { Language } from '@/lib/locale';
import { addTarget, removeTarget, testTarget } from './change-targets';
import { deliverNotification, deliveryWork } from './deliver';
import { markNotificationsRead } from './mark-read';
import { type News, notify } from './notify';
import { saveMailServer } from './save-mail-server';
import { recentNotifications } from './screen';
import { notificationSettings } from './targets';
import { type FakeMailServer, startMailServer } from './testing-mail-server';

const KEY = randomBytes(32).toString('base64');
const SECRET = 'a-secret-of-both-sides';
const LOW: News = {
  kind: 'numbers_low',
  subject: 'courierAccount',
  subjectId: 7,
  values: { account: '롯데 계약', remaining: 12 },
};

type Posted = { headers: Record<string, string | string[] | undefined>; body: string };

let database: TestDatabase;
let mails: FakeMailServer;
let ctx: Ctx;
let posted: Posted[];
let answer = 200;
const receiver = createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8');
  request.on('data', (text: string) => {
    body += text;
  });
  request.on('end', () => {
    posted.push({ headers: request.headers, body });
    response.writeHead(answer, answer === 302 ? { location: '/elsewhere' } : {}).end();
  });
});
let url: string;

beforeAll(async () => {
  database = await createTestDatabase();
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/moa`;
});
afterAll(async () => {
  receiver.close();
  await database.drop();
});

beforeEach(async () => {
  mails = await startMailServer();
  posted = [];
  answer = 200;
  ctx = await practiceMall();
  const other = await practiceMall();
  await addTarget(other, webhook(), KEY);
});
afterEach(async () => {
  await mails.stop();
});

async function practiceMall(): Promise<Ctx> {
  const made = await makeMall();
  await inMall(made, (tx) =>
    tx.execute(sql`update mall_settings set is_practice = true where mall_id = ${made.mallId}`),
  );
  return made;
}

const webhook = (kinds: string[] = []) => ({
  way: 'webhook' as const,
  address: url,
  kinds,
  language: 'ko' as Language,
  secret: SECRET,
});
const mailbox = (kinds: string[] = []) => ({
  way: 'email' as const,
  address: 'team@example.test',
  kinds,
  language: 'ko' as Language,
  secret: '',
});
const server = () => ({
  host: '127.0.0.1',
  port: mails.port,
  userName: 'moa',
  password: 'letter-box',
  sender: 'moa@example.test',
});

const tell = (news: News) => inMall(ctx, (tx) => notify(tx, ctx, news));

/** Works on what is due until nothing is; the attempts it took. */
async function work(now = ctx.now): Promise<number> {
  const at = { ...ctx, now };
  const surroundings = { clock: () => now, signal: new AbortController().signal };
  for (let attempts = 0; ; attempts++) {
    const lease = await takeWork(at, deliveryWork);
    if (!lease) return attempts;
    await deliverNotification({ encryptionKey: KEY, fetch })(at, lease, surroundings);
  }
}

const deliveries = () =>
  inMall(ctx, (tx) =>
    rows<{ state: string; attempts: number; error: string | null }>(
      tx,
      sql`select state, attempts, error from notification_deliveries
        where mall_id = ${ctx.mallId} order by id`,
    ),
  );

it('mails a notification in words through the mall’s own server', async () => {
  await saveMailServer(ctx, server(), KEY);
  await addTarget(ctx, mailbox(), KEY);
  await tell(LOW);
  expect(await work()).toBe(1);
  expect(mails.logins).toEqual(['\0moa\0letter-box']);
  expect(mails.mails).toHaveLength(1);
  const [mail = ''] = mails.mails;
  expect(mail).toMatch(/^To: team@example\.test$/m);
  expect(mail).toMatch(/^From: moa@example\.test$/m);
  const text = Buffer.from(mail.split('\n\n').slice(1).join(''), 'base64').toString();
  expect(text).toContain('롯데 계약의 남은 송장번호가 12개입니다');
  expect(await deliveries()).toEqual([{ state: 'done', attempts: 1, error: null }]);
});

it('gives up what was sealed with a key that is not ours any more', async () => {
  await addTarget(ctx, webhook(), randomBytes(32).toString('base64'));
  await tell(LOW);
  expect(await work()).toBe(1);
  expect(await deliveries()).toEqual([{ state: 'failed', attempts: 1, error: 'key' }]);
});

it('shows what is unread before what is newer and read', async () => {
  for (let count = 0; count < 22; count += 1) await tell({ ...LOW, subjectId: count });
  const { notifications } = await recentNotifications(ctx);
  await markNotificationsRead(
    ctx,
    notifications.map(({ id }) => id),
  );
  const { notifications: left, unread } = await recentNotifications(ctx);
  expect(unread).toBe(2);
  expect(left.map(({ subjectId }) => subjectId).slice(0, 3)).toEqual([1, 0, 21]);
});

it('writes to each in the language it asked for', async () => {
  await addTarget(ctx, { ...webhook(), language: 'en' }, KEY);
  await addTarget(ctx, webhook(), KEY);
  await tell(LOW);
  await work();
  const texts = posted.map(({ body }) => JSON.parse(body).text as string).sort();
  expect(texts).toEqual([
    expect.stringContaining('has 12 waybill numbers left'),
    expect.stringContaining('남은 송장번호가 12개'),
  ]);
});

it('posts a notification signed, with the moment in what is signed', async () => {
  await addTarget(ctx, webhook(), KEY);
  await tell(LOW);
  await work();
  const [got] = posted;
  const timestamp = String(TEST_NOW.getTime() / 1000);
  expect(got?.headers['x-moa-timestamp']).toBe(timestamp);
  const expected = createHmac('sha256', SECRET).update(`${timestamp}.${got?.body}`).digest('hex');
  expect(got?.headers['x-moa-signature']).toBe(`sha256=${expected}`);
  expect(JSON.parse(got?.body ?? '')).toMatchObject({
    kind: 'numbers_low',
    text: expect.stringContaining('12개'),
    subject: 'courierAccount',
    subjectId: 7,
    values: LOW.values,
    at: TEST_NOW.toISOString(),
  });
});

it('sends a kind only where it was chosen, or where every kind goes', async () => {
  await addTarget(ctx, webhook(['collection_failing']), KEY);
  await tell(LOW);
  expect(await work()).toBe(0);
  await addTarget(ctx, webhook(['numbers_low']), KEY);
  await addTarget(ctx, webhook(), KEY);
  await tell(LOW);
  expect(await work()).toBe(2);
  expect(posted).toHaveLength(2);
});

it('tries again later with the same id where nobody answered, until it is taken', async () => {
  await addTarget(ctx, webhook(), KEY);
  await tell(LOW);
  answer = 503;
  expect(await work()).toBe(1);
  expect(await deliveries()).toEqual([{ state: 'queued', attempts: 1, error: 'refused:503' }]);
  expect(await work()).toBe(0);
  answer = 204;
  expect(await work(new Date(TEST_NOW.getTime() + 60_000))).toBe(1);
  expect(await deliveries()).toEqual([{ state: 'done', attempts: 2, error: null }]);
  const ids = posted.map(({ headers }) => headers['x-moa-delivery']);
  expect(new Set(ids).size).toBe(1);
});

it('gives up after eight attempts', async () => {
  await addTarget(ctx, webhook(), KEY);
  await tell(LOW);
  answer = 500;
  for (let hour = 1; hour <= 10; hour++)
    await work(new Date(TEST_NOW.getTime() + hour * 3_600_000));
  expect(posted).toHaveLength(8);
  expect(await deliveries()).toEqual([{ state: 'failed', attempts: 8, error: 'refused:500' }]);
});

it.each([404, 302])(
  'does not try again what was answered with %s, and follows nothing',
  async (status) => {
    await addTarget(ctx, webhook(), KEY);
    await tell(LOW);
    answer = status;
    await work();
    expect(posted).toHaveLength(1);
    expect(await deliveries()).toEqual([
      { state: 'failed', attempts: 1, error: `refused:${status}` },
    ]);
  },
);

it('tells refused for good from refused for now, as the mail server answers', async () => {
  await saveMailServer(ctx, server(), KEY);
  await addTarget(ctx, mailbox(), KEY);
  mails.refuseWith('451 later');
  await tell(LOW);
  await work();
  expect(await deliveries()).toMatchObject([{ state: 'queued', error: 'unavailable' }]);
  mails.refuseWith('550 unknown');
  await work(new Date(TEST_NOW.getTime() + 60_000));
  expect(await deliveries()).toMatchObject([{ state: 'failed', error: 'refused:550' }]);
});

it('sends a trial, says how it fared, and nothing more once it is removed', async () => {
  await addTarget(ctx, webhook(), KEY);
  const [target] = (await notificationSettings(ctx)).targets;
  const id = target?.id ?? 0;
  expect(target).toMatchObject({ way: 'webhook', address: url, last: null });
  await testTarget(ctx, id);
  await work();
  expect(JSON.parse(posted[0]?.body ?? '')).toMatchObject({ kind: 'test' });
  expect((await notificationSettings(ctx)).targets[0]?.last).toMatchObject({ state: 'done' });
  await tell(LOW);
  await removeTarget(ctx, id);
  await work();
  await tell(LOW);
  expect(posted).toHaveLength(1);
  await expect(testTarget(ctx, id)).rejects.toThrow('alerts.errors.gone');
  expect(await deliveries()).toMatchObject([
    { state: 'done' },
    { state: 'failed', error: 'removed' },
  ]);
});

it('sends nothing into the own network, and keeps every secret sealed', async () => {
  const real = await makeMall();
  await expect(addTarget(real, webhook(), KEY)).rejects.toThrow('alerts.errors.address');
  await expect(saveMailServer(real, server(), KEY)).rejects.toThrow('alerts.errors.host');
  await saveMailServer(ctx, server(), KEY);
  await addTarget(ctx, webhook(), KEY);
  const shown = JSON.stringify(await notificationSettings(ctx));
  expect(shown).not.toMatch(/letter-box|a-secret/);
  const [stored] = await inMall(ctx, (tx) =>
    rows<{ password: string; secret: string }>(
      tx,
      sql`select password_ciphertext as password, secret_ciphertext as secret
        from mail_servers, notification_targets target
        where mail_servers.mall_id = ${ctx.mallId} and target.mall_id = ${ctx.mallId}`,
    ),
  );
  expect(JSON.stringify(stored)).not.toMatch(/letter-box|a-secret/);
});

it('keeps the password for the same server alone', async () => {
  await saveMailServer(ctx, server(), KEY);
  await addTarget(ctx, mailbox(), KEY);
  await saveMailServer(ctx, { ...server(), sender: 'shop@example.test', password: '' }, KEY);
  await tell(LOW);
  await work();
  expect(mails.logins).toEqual(['\0moa\0letter-box']);
  await saveMailServer(ctx, { ...server(), userName: 'other', password: '' }, KEY);
  await tell(LOW);
  await work();
  expect(mails.logins).not.toContain('\0other\0letter-box');
});
