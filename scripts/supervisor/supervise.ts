import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startEmbedded } from '@/db/embedded';
import { trimLogs } from '@/db/embedded/log-file';
import { migrate } from '@/db/migrate';
import { env, secrets } from '@/lib/env';
import { forgetRunning, recordedUrl, recordRunning, untilLeftoversEnd } from './address';
import { type Database, openDatabase } from './database';
import { type Lock, takeLock } from './lock';
import { claimPort } from './port';
import { pauseAfter, report, type Stop } from './running';
import { provideSecrets } from './secrets';
import { build, keepPractice, keepServing, localUrl, type Moa } from './services';

const trimLogsEveryMs = 3_600_000;

/** Runs Moa until the signal: its database, the practice marketplaces, the jobs, the application. */
export async function supervise(dev: boolean, signal: AbortSignal): Promise<void> {
  const database = await openDatabase();
  const first = await takeLock(database.url, env().dataDir);
  if (first === null) throw new Error(await whoRuns());
  const held = { lock: first };
  // Stopped from the last to the first: who comes next gets the lock when nothing runs any more.
  const stops: Stop[] = [() => held.lock.release()];
  if (database.embedded) stops.push(database.embedded.stop);
  try {
    stops.push(forgetRunning);
    await makeReady(database);
    const { port, release } = await claimPort(env().port, env().portGiven);
    stops.push(release);
    const moa = { dev, databaseUrl: database.url, port };
    await recordRunning(localUrl(moa), []);
    // First what may fail: a database that was migrated is closed to the version before.
    await build(moa, signal);
    await migrate(database.url, env().appRole);
    signal.throwIfAborted();
    if (env().practice) stops.push(await keepPractice(moa, signal));
    stops.push(await keepServing(moa, signal));
    stops.push(keepLogsSmall());
    process.stdout.write(`${readyLine(moa)}\n`);
    await keepLock(database, held, signal);
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    for (const stop of stops.reverse()) await stop().catch(report);
  }
}

async function makeReady(database: Database): Promise<void> {
  if (database.embedded) await provideSecrets(env().dataDir);
  else secrets();
  await untilLeftoversEnd();
}

/** Returns at the signal. Until then, a database that went away is opened and locked again. */
async function keepLock(
  database: Database,
  held: { lock: Lock },
  signal: AbortSignal,
): Promise<void> {
  const stopped = new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  while (!signal.aborted) {
    await Promise.race([stopped, held.lock.lost]);
    if (signal.aborted) return;
    report('The database went away and is opened again.');
    await held.lock.release();
    held.lock = await lockAgain(database, signal);
  }
}

async function lockAgain({ url, embedded }: Database, signal: AbortSignal): Promise<Lock> {
  const { dataDir } = env();
  for (let failures = 1; ; failures++) {
    await sleep(pauseAfter(failures), undefined, { signal });
    try {
      if (embedded) await startEmbedded({ dataDir, port: embedded.port });
      const lock = await takeLock(url, dataDir);
      if (lock) return lock;
      report('The lock of the data directory is still held.');
    } catch (error) {
      report(error);
    }
  }
}

function keepLogsSmall(): Stop {
  const logsDir = path.join(env().dataDir, 'logs');
  const timer = setInterval(() => trimLogs(logsDir).catch(report), trimLogsEveryMs);
  return async () => clearInterval(timer);
}

async function whoRuns(): Promise<string> {
  const url = await recordedUrl();
  return url
    ? `Moa is already running: ${url}`
    : 'Another command of Moa works on this data directory. Try again when it has ended.';
}

function readyLine(moa: Moa): string {
  const url = `Moa  ${localUrl(moa)}`;
  return env().practice ? `${url}  (demo@moa.local / moa-practice)` : url;
}
