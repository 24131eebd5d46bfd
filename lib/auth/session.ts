import { cookies } from 'next/headers';
import type { NextRequest } from 'next/server';
import NextAuth, { type AuthOptions } from 'next-auth';
import { decode } from 'next-auth/jwt';
import CredentialsProvider from 'next-auth/providers/credentials';
import { z } from 'zod';
import { env, secrets } from '@/lib/env';
import { logBug } from '@/lib/refusal';
import { addressOf } from './address';
import { cameByHttps } from './came-by-https';
import { readClaims, SESSION_SECONDS } from './claims';
import { memberOf } from './member';
import { Busy } from './password';
import { recordEntry } from './record-sign-in';
import { type SignedIn, type SignInOutcome, signIn } from './sign-in';

/** The only file that knows next-auth. */
const credentialsSchema = z.object({
  email: z.string().min(1).max(254),
  password: z.string().min(1).max(256),
});

const chosenMallSchema = z.object({ mallId: z.number().int().positive() });

type RouteContext = { params: Promise<{ nextauth: string[] }> };

export function authHandler(request: NextRequest, context: RouteContext): Promise<Response> {
  return NextAuth(request, context, options(request));
}

/** What the browser's cookie says; it must still be checked against the member it names. */
export async function readSession(): Promise<SignedIn | null> {
  const token = (await cookies()).get(cookieName())?.value;
  if (!token) return null;
  const claims = await decode({ token, secret: secrets().auth }).catch(() => null);
  return readClaims(claims, new Date());
}

function options({ headers }: NextRequest): AuthOptions {
  const ip = addressOf(headers.get('x-forwarded-for'), env().proxies);
  return {
    secret: secrets().auth,
    session: { strategy: 'jwt', maxAge: SESSION_SECONDS },
    pages: { signIn: '/sign-in', error: '/sign-in' },
    cookies: { sessionToken: { name: cookieName(), options: cookieOptions() } },
    providers: [
      CredentialsProvider({
        credentials: { email: {}, password: {} },
        authorize: (given, request) => authorize(given, request.headers),
      }),
    ],
    callbacks: {
      jwt: async ({ token, user, trigger, session }) => {
        if (user) return { ...(user as unknown as SignedIn), signedInAt: Date.now() };
        return trigger === 'update'
          ? { ...token, ...(await chosenMall(token, session, ip)) }
          : token;
      },
      // Nothing in the browser asks who it is.
      session: ({ session }) => ({ expires: session.expires }),
    },
  };
}

/** The mall that a browser asks to go on in, if its user works there; else nothing changes. */
async function chosenMall(
  token: unknown,
  asked: unknown,
  ip: string,
): Promise<{ mallId?: number }> {
  const session = readClaims(token, new Date());
  const mallId = chosenMallSchema.safeParse(asked).data?.mallId;
  if (!session || !mallId) return {};
  if (!(await memberOf({ ...session, mallId }))) return {};
  await recordEntry({ userId: session.userId, ip, now: new Date() }, mallId);
  return { mallId };
}

/** next-auth shows the message of a thrown error in a URL: only our own words may leave. */
async function authorize(given: unknown, headers: Record<string, unknown> | undefined) {
  const credentials = credentialsSchema.safeParse(given);
  if (!credentials.success) return null;
  // Its cookie would go out in the clear as well.
  if (!isHttps() && cameByHttps(headers?.['x-forwarded-proto'])) throw new Error('insecure');
  const ip = addressOf(headers?.['x-forwarded-for'], env().proxies);
  const outcome = await tried({ ...credentials.data, ip });
  if (outcome === 'wrong') return null;
  if (typeof outcome === 'string') throw new Error(outcome);
  return { id: String(outcome.userId), ...outcome };
}

async function tried(
  given: Parameters<typeof signIn>[0],
): Promise<SignInOutcome | 'busy' | 'failed'> {
  try {
    return await signIn(given, new Date());
  } catch (error) {
    if (error instanceof Busy) return 'busy';
    logBug(error, { name: 'sign-in' });
    return 'failed';
  }
}

const isHttps = () => env().authUrl?.startsWith('https://') ?? false;

const cookieName = () => (isHttps() ? '__Host-moa-session' : 'moa-session');

const cookieOptions = () => ({
  httpOnly: true,
  sameSite: 'lax' as const,
  path: '/',
  secure: isHttps(),
});
