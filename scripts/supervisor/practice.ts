import { createHash } from 'node:crypto';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { anyFreePort, isFree } from '@/db/embedded/free-port';
import { isAlive } from '@/db/embedded/process';
import { type PracticeAddress, practiceControl, readPracticeAddress } from '@/lib/practice/control';
import { type Program, startProgram } from './program';
import { programArguments } from './program-arguments';
import { readRecord, writeRecord } from './record';
import { endGroup, type Running } from './running';

/** The practice marketplaces at work, and where they answer. */
export type Practice = Running & { address: PracticeAddress };

type Place = { dataDir: string; databaseUrl: string; program: Omit<Program, 'name' | 'args'> };

const checkEveryMs = 1_000;
const startedBefore = z.object({ pid: z.number(), database: z.string() });

/** Starts the practice marketplaces. Like real ones they outlive a Moa that is killed. */
export async function startPractice(place: Place, signal: AbortSignal): Promise<Practice> {
  return (await adoptPractice(place)) ?? (await launchPractice(place, signal));
}

/** Those that answer to our token and work on our database; others of ours are ended. */
async function adoptPractice(place: Place): Promise<Practice | null> {
  const record = await readRecord(recordFile(place), startedBefore);
  if (record === null || !isAlive(record.pid)) return null;
  const address = await answeringAddress(place);
  if (address === null) return null;
  if (record.database === digest(place.databaseUrl)) {
    const { pid } = record;
    return { pid, address, ended: whenDead(pid), stop: () => endGroup(pid) };
  }
  await endGroup(record.pid);
  return null;
}

async function launchPractice(place: Place, signal: AbortSignal): Promise<Practice> {
  const { dataDir, databaseUrl, program } = place;
  const port = String(await choosePort(place));
  const practice = {
    ...program,
    name: 'practice',
    args: [...programArguments('practice'), 'serve', '--port', port],
    env: { ...program.env, PRACTICE_DATABASE_URL: databaseUrl },
    outlivesUs: true as const,
    onSpawn: (pid: number) =>
      writeRecord(recordFile(place), { pid, database: digest(databaseUrl) }),
  };
  const isReady = async () => (await answeringAddress(place)) !== null;
  const running = await startProgram(practice, isReady, signal);
  return { ...running, address: await readPracticeAddress(dataDir) };
}

/** The port of last time, which the practice mall's channels know. */
async function choosePort({ dataDir }: Place): Promise<number> {
  const last = await readPracticeAddress(dataDir).catch(() => null);
  const port = last ? Number(new URL(last.url).port) : 0;
  return port > 0 && (await isFree(port)) ? port : anyFreePort();
}

async function answeringAddress({ dataDir }: Place): Promise<PracticeAddress | null> {
  const address = await readPracticeAddress(dataDir).catch(() => null);
  if (address === null) return null;
  return practiceControl(address)
    .state()
    .then(
      () => address,
      () => null,
    );
}

async function whenDead(pid: number): Promise<string> {
  while (isAlive(pid)) await sleep(checkEveryMs, undefined, { ref: false });
  return 'adopted';
}

function digest(databaseUrl: string): string {
  return createHash('sha256').update(databaseUrl).digest('hex');
}

function recordFile({ dataDir }: Place): string {
  return path.join(dataDir, 'practice.process.json');
}
