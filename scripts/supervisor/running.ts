import { setTimeout as sleep } from 'node:timers/promises';
import { diesWithin, signal } from '@/db/embedded/process';

/** A process at work. `ended` tells how it ended, once it has. */
export type Running = { pid: number; ended: Promise<string>; stop: Stop };

export type Stop = () => Promise<void>;

type Start = (signal: AbortSignal) => Promise<Running>;

const patienceMs = 5_000;
const longestPauseMs = 30_000;
const steadyMs = 60_000;

/** Starts a process and starts it again whenever it ends, until stop(). */
export async function keepRunning(
  name: string,
  start: Start,
  signal: AbortSignal,
): Promise<{ stop: Stop }> {
  let running = await start(signal);
  const stopped = new AbortController();
  const life = watch();
  const stop = async () => {
    stopped.abort();
    await running.stop();
    await life;
  };
  return { stop };

  async function watch(): Promise<void> {
    for (let failures = 0; !stopped.signal.aborted; ) {
      const since = performance.now();
      const reason = await running.ended;
      if (stopped.signal.aborted) return;
      report(`${name} ended (${reason}) and is started again.`);
      if (performance.now() - since > steadyMs) failures = 0;
      failures = await startAgain(failures);
    }
  }

  /** Returns how often it has failed in a row. */
  async function startAgain(failures: number): Promise<number> {
    for (let failed = failures + 1; ; failed++) {
      await sleep(pauseAfter(failed), undefined, stopped).catch(() => {});
      if (stopped.signal.aborted) return failed;
      try {
        running = await start(stopped.signal);
        return failed;
      } catch (error) {
        if (!stopped.signal.aborted) report(error);
      }
    }
  }
}

/** Doubles from half a second, for a process that ends again and again. */
export function pauseAfter(failures: number): number {
  return Math.min(250 * 2 ** failures, longestPauseMs);
}

/** Asks a process to end, and after a while ends it with whatever it has started. */
export async function endGroup(pid: number): Promise<void> {
  signal(pid, 'SIGTERM');
  await diesWithin(pid, patienceMs);
  signal(-pid, 'SIGKILL');
  await diesWithin(pid, patienceMs);
}

/** Runs what a command does, and ends the process as a command does. */
export function runCommand(work: () => Promise<void>): void {
  work().then(
    () => process.exit(0),
    (error) => {
      report(error);
      process.exit(1);
    },
  );
}

/** Tells the person at the terminal what went wrong, in a sentence. */
export function report(problem: unknown): void {
  process.stderr.write(`${problem instanceof Error ? messageOf(problem) : problem}\n`);
}

/**
 * A refused connection to a name with two addresses has its message further inside. So has a failed
 * query, whose own one shows what was written.
 */
function messageOf(error: Error): string {
  if (error.cause instanceof Error) return messageOf(error.cause);
  if (error instanceof AggregateError && !error.message) return error.errors.map(String).join('\n');
  return error.message || error.name;
}
