import { rm } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { diesWithin } from '@/db/embedded/process';
import { env } from '@/lib/env';
import { readRecord, writeRecord } from './record';

const patienceMs = 5_000;
const running = z.object({ url: z.string(), pids: z.array(z.number()) });

/** What a start leaves for the next one: its address, and the processes that hold its port. */
export async function recordRunning(url: string, pids: number[]): Promise<void> {
  await writeRecord(recordFile(), { url, pids });
}

/** The address of the Moa that runs from this data directory; null while it has none yet. */
export async function recordedUrl(): Promise<string | null> {
  return (await readRecord(recordFile(), running))?.url ?? null;
}

export async function forgetRunning(): Promise<void> {
  await rm(recordFile(), { force: true });
}

/** Waits for what a killed Moa has left behind: it ends by itself within a few seconds. */
export async function untilLeftoversEnd(): Promise<void> {
  const pids = (await readRecord(recordFile(), running))?.pids ?? [];
  await Promise.all(pids.map((pid) => diesWithin(pid, patienceMs)));
}

function recordFile(): string {
  return path.join(env().dataDir, 'running.json');
}
