import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { env, secrets } from '@/lib/env';
import { recordRunning } from './address';
import { buildIfStale } from './build';
import { startPractice } from './practice';
import { type Program, runProgram, startProgram } from './program';
import { programArguments } from './program-arguments';
import { root } from './root';
import { keepRunning, type Stop } from './running';
import { tellPracticeMall } from './tell-practice-mall';
import { urlOf } from './url';

/** What one start of Moa has been decided to be. */
export type Moa = { dev: boolean; databaseUrl: string; port: number };

const next = 'node_modules/next/dist/bin/next';
const forgetForwarded = pathToFileURL(
  path.join(root, 'scripts/supervisor/forget-forwarded.mjs'),
).href;

/** Where the application answers on this machine. */
export const localUrl = ({ port }: Moa): string => urlOf(env().host, port);

/** The practice marketplaces, with a mall that sells on them. */
export async function keepPractice(moa: Moa, signal: AbortSignal): Promise<Stop> {
  const { databaseUrl } = moa;
  const place = { dataDir: env().dataDir, databaseUrl, program: common(moa) };
  const mall = { databaseUrl, appRole: env().appRole, encryptionKey: secrets().encryptionKey };
  const start = async (signal: AbortSignal) => {
    const practice = await startPractice(place, signal);
    await tellPracticeMall(mall, practice.address.url);
    return practice;
  };
  const { stop } = await keepRunning('practice', start, signal);
  return stop;
}

/** Builds the application; in development Next does so as it goes. */
export async function build(moa: Moa, signal: AbortSignal): Promise<void> {
  if (moa.dev) return;
  const program = { ...common(moa), name: 'build', args: [next, 'build'] };
  await buildIfStale(root, secrets().serverActionsKey, (hasBuilt) => {
    process.stdout.write('Building the application, which takes a few minutes once …\n');
    const env = { ...program.env, MOA_HAS_BUILT: hasBuilt ? '1' : '0' };
    return runProgram({ ...program, env }, signal);
  });
}

/** The jobs process and the application. Who takes over from a killed Moa waits for both to end. */
export async function keepServing(moa: Moa, signal: AbortSignal): Promise<Stop> {
  const pids: Record<string, number> = {};
  const keep = (name: string, args: string[], isReady: () => Promise<boolean>) => {
    const program: Program = { ...common(moa), name, args };
    const start = async (signal: AbortSignal) => {
      const running = await startProgram(program, isReady, signal);
      pids[name] = running.pid;
      try {
        await recordRunning(localUrl(moa), Object.values(pids));
      } catch (error) {
        await running.stop();
        throw error;
      }
      return running;
    };
    return keepRunning(name, start, signal);
  };
  const jobs = env().jobs && (await keep('jobs', programArguments('jobs'), async () => true));
  const stopJobs = async () => {
    if (jobs) await jobs.stop();
  };
  const web = await keep('web', webArguments(moa), () => isServing(moa)).catch(async (error) => {
    await stopJobs();
    throw error;
  });
  return async () => {
    await Promise.all([web.stop(), stopJobs()]);
  };
}

function webArguments({ dev, port }: Moa): string[] {
  const preloads = env().proxies === 0 ? ['--import', forgetForwarded] : [];
  return [...preloads, next, dev ? 'dev' : 'start', '-H', env().host, '-p', String(port)];
}

function isServing(moa: Moa): Promise<boolean> {
  const signal = AbortSignal.timeout(30_000);
  return fetch(`${localUrl(moa)}/sign-in`, { redirect: 'manual', signal }).then(
    ({ status }) => status < 500,
    () => false,
  );
}

function common(moa: Moa): Omit<Program, 'name' | 'args'> {
  const { dataDir, logLevel } = env();
  const show = moa.dev || logLevel === 'debug';
  return { env: environment(moa), logsDir: path.join(dataDir, 'logs'), show };
}

/** The children find everything decided: they read the same settings, but decide nothing. */
function environment(moa: Moa): NodeJS.ProcessEnv {
  const { dataDir, practice, authUrl } = env();
  return {
    ...process.env,
    NODE_ENV: moa.dev ? 'development' : 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    DATABASE_URL: moa.databaseUrl,
    MOA_DATA_DIR: dataDir,
    MOA_PRACTICE: practice ? '1' : '0',
    NEXTAUTH_URL: authUrl ?? localUrl(moa),
    PORT: String(moa.port),
  };
}
