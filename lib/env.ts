import { existsSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

const flag = z.enum(['0', '1']).transform((value) => value === '1');

/** Where nobody comes but from this machine. */
const LOOPBACK = /^(localhost|127(\.\d+){3}|::1|\[::1\])$/;

const schema = z.object({
  MOA_HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(1).max(65_535).optional(),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  MOA_DATA_DIR: z.string().default('.data'),
  MOA_PRACTICE: flag.optional(),
  MOA_APP_ROLE: z
    .string()
    .regex(/^[a-z_][a-z0-9_]{0,62}$/)
    .default('moa_app'),
  MOA_CHANNEL_BASE_URLS: z
    .string()
    .default('{}')
    .transform(parseJson)
    .pipe(z.record(z.string(), z.url())),
  MOA_OWN_NETWORK_HOSTS: z.string().default(''),
  MOA_LEAST_FREE_MB: z.coerce.number().int().min(0).default(1024),
  MOA_MALL_FILES_MB: z.coerce.number().int().min(1).default(2048),
  CRON: z.enum(['on', 'off']).default('on'),
  MOA_JOBS: z.enum(['on', 'off']).default('on'),
  NEXTAUTH_URL: z.url().optional(),
  MOA_PROXY_HOPS: z.coerce.number().int().min(0).max(10).optional(),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
});

/** Each is 32 bytes in base64 where a cipher needs it, else any text that cannot be guessed. */
const secretSchema = z.object({
  CRON_SECRET: z.string().min(16),
  NEXTAUTH_SECRET: z.string().min(32),
  MOA_ENCRYPTION_KEY: z.string().refine(is32Bytes, 'must be 32 bytes in base64'),
  NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: z.string().refine(is32Bytes, 'must be 32 bytes in base64'),
});

export type Env = ReturnType<typeof parseEnv>;
export type Secrets = ReturnType<typeof parseSecrets>;
export type SecretName = keyof z.infer<typeof secretSchema>;

export const secretNames = secretSchema.keyof().options;

const held: { env?: Env; secrets?: Secrets } = {};

/** The environment, read once; `.env` of the working directory fills what it leaves open. */
export function env(): Env {
  held.env ??= parseEnv(readEnvironment());
  return held.env;
}

/** The keys this process works with, read once. */
export function secrets(): Secrets {
  held.secrets ??= parseSecrets(readEnvironment());
  return held.secrets;
}

export function parseEnv(source: Record<string, string | undefined>) {
  const given = parse(schema, source);
  return {
    host: given.MOA_HOST,
    port: given.PORT ?? 3000,
    /** Without a wish for a port, the next free one does. */
    portGiven: given.PORT !== undefined,
    databaseUrl: given.DATABASE_URL ?? null,
    dataDir: path.resolve(/* turbopackIgnore: true */ given.MOA_DATA_DIR),
    /** Its account is public, so where others may come it is there only if asked for. */
    practice:
      given.MOA_PRACTICE ??
      (given.DATABASE_URL === undefined &&
        LOOPBACK.test(given.MOA_HOST) &&
        isOwnMachine(given.NEXTAUTH_URL)),
    appRole: given.MOA_APP_ROLE,
    channelBaseUrls: given.MOA_CHANNEL_BASE_URLS,
    ownNetworkHosts: hostsOf(given),
    leastFreeMegabytes: given.MOA_LEAST_FREE_MB,
    mallFilesMegabytes: given.MOA_MALL_FILES_MB,
    jobs: given.MOA_JOBS === 'on',
    cron: given.CRON === 'on' && given.MOA_JOBS === 'on',
    authUrl: given.NEXTAUTH_URL ?? null,
    /** Moa itself speaks no TLS: where people come by https, a proxy stands before it. */
    proxies: given.MOA_PROXY_HOPS ?? (given.NEXTAUTH_URL?.startsWith('https:') ? 1 : 0),
    logLevel: given.LOG_LEVEL,
  };
}

export function parseSecrets(source: Record<string, string | undefined>) {
  const given = parse(secretSchema, source);
  return {
    cron: given.CRON_SECRET,
    auth: given.NEXTAUTH_SECRET,
    encryptionKey: given.MOA_ENCRYPTION_KEY,
    serverActionsKey: given.NEXT_SERVER_ACTIONS_ENCRYPTION_KEY,
  };
}

function isOwnMachine(url: string | undefined): boolean {
  return url === undefined || LOOPBACK.test(new URL(url).hostname);
}

/** The addresses that whoever runs this installation has set are theirs to choose, too. */
function hostsOf(given: z.infer<typeof schema>): ReadonlySet<string> {
  const named = given.MOA_OWN_NETWORK_HOSTS.split(',').map((host) => host.trim().toLowerCase());
  const chosen = Object.values(given.MOA_CHANNEL_BASE_URLS).map((url) => new URL(url).hostname);
  return new Set([...named, ...chosen].filter(Boolean));
}

function readEnvironment(): Record<string, string | undefined> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  return process.env;
}

/** An empty value is one not given, as in a copied `.env.example`. */
function parse<Schema extends z.ZodType>(
  shape: Schema,
  source: Record<string, string | undefined>,
): z.infer<Schema> {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value));
  const parsed = shape.safeParse(given);
  if (parsed.success) return parsed.data;
  const sentences = parsed.error.issues.map((issue) => complaint(issue, given));
  throw new Error(`${sentences.join('\n')}\nEach setting is described in .env.example.`);
}

function complaint(issue: z.core.$ZodIssue, given: Record<string, unknown>): string {
  const name = String(issue.path[0]);
  if (!(name in given)) return `${name} is not set.`;
  return `${name} is not valid: ${issue.message}.`;
}

function parseJson(text: string, context: z.RefinementCtx): unknown {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue('must be JSON');
    return z.NEVER;
  }
}

function is32Bytes(text: string): boolean {
  return /^[A-Za-z0-9+/]{43}=$/.test(text);
}
