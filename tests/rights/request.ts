import { randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { encode } from 'next-auth/jwt';
import { createTranslator } from 'next-intl';
import { vi } from 'vitest';
import { systemDb } from '@/db/pools';
import { oneRow } from '@/db/rows';
import type { Ctx, Role } from '@/lib/context';
import { ko } from '@/messages/ko';

/** A browser without a server between: its headers and its cookie, and the words of the answers. */

const key = randomBytes(32).toString('base64');
const sent = { headers: new Headers(), cookie: undefined as string | undefined };

/** What an answered action left to go on by itself. */
export const goingOn: (() => Promise<unknown>)[] = [];

export type Person = { userId: number; mallId: number };

export function standInForServer() {
  for (const name of [
    'CRON_SECRET',
    'NEXTAUTH_SECRET',
    'MOA_ENCRYPTION_KEY',
    'NEXT_SERVER_ACTIONS_ENCRYPTION_KEY',
  ])
    vi.stubEnv(name, key);
  vi.doMock('next/cache', () => ({ refresh: () => {}, revalidatePath: () => {} }));
  vi.doMock('next/server', async (original) => ({
    ...(await original<typeof import('next/server')>()),
    after: (work: () => Promise<unknown>) => void goingOn.push(work),
  }));
  vi.doMock('next/headers', () => ({
    headers: async () => sent.headers,
    cookies: async () => ({
      get: (name: string) =>
        name === 'moa-session' && sent.cookie ? { name, value: sent.cookie } : undefined,
      set: () => {},
    }),
  }));
  vi.doMock('next-intl/server', () => ({
    getTranslations: async (namespace?: keyof typeof ko) =>
      createTranslator({ locale: 'ko', messages: ko, namespace, timeZone: 'Asia/Seoul' }),
    getLocale: async () => 'ko',
    getRequestConfig: (config: unknown) => config,
  }));
  // What the test itself has imported knows the real ones.
  vi.resetModules();
}

/** What the next call carries: whose session, and from which site. */
export async function callAs(
  person: { userId: number; mallId: number | null } | null,
  origin = 'http://moa.test',
) {
  sent.headers = new Headers({ host: 'moa.test', origin });
  if (!person) {
    sent.cookie = undefined;
    return;
  }
  const { sessionVersion } = await oneRow<{ sessionVersion: number }>(
    systemDb(),
    sql`select session_version as "sessionVersion" from users where id = ${person.userId}`,
  );
  const token = { ...person, sessionVersion, signedInAt: Date.now() };
  sent.cookie = await encode({ token, secret: key });
}

export function requestOf(method: string, mallId: number, query: Record<string, string>): Request {
  const url = new URL('http://moa.test/route');
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  const headers = new Headers(sent.headers);
  headers.set('x-moa-mall', String(mallId));
  const body = method === 'GET' ? undefined : JSON.stringify(query);
  return new Request(url, { method, headers, body });
}

/** Another member of a mall. */
export async function makeMember(
  { mallId }: Pick<Ctx, 'mallId'>,
  role: Role,
  canSeePersonalData = false,
): Promise<Person> {
  const { id: userId } = await oneRow<{ id: number }>(
    systemDb(),
    sql`insert into users (email, name, password_hash)
      values (${`${role}-${randomBytes(4).toString('hex')}@example.test`}, '이담당', 'none')
      returning id`,
  );
  await systemDb().execute(sql`
    insert into memberships (user_id, mall_id, role, can_see_personal_data)
    values (${userId}, ${mallId}, ${role}, ${canSeePersonalData})`);
  return { userId, mallId };
}
