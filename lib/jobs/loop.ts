import { systemPool } from '@/db/pools';
import { jobContext, type Surroundings, type Task } from '@/lib/leases/task';
import { JOBS_CHANNEL } from '@/lib/leases/wake-jobs';
import { dueMalls } from '@/lib/system/due-malls';
import { sharesOf } from './shares';

/** Whatever was missed is found after this long. */
const SWEEP_MS = 60_000;
const AFTER_ERROR_MS = 5_000;
const WHILE_FULL_MS = 10_000;

/** Runs every task until the signal, then waits until none is in the middle of its work. */
export async function runJobs(tasks: readonly Task[], surroundings: Surroundings): Promise<void> {
  const bells = tasks.map(() => createBell());
  const listening = await systemPool().listen(
    JOBS_CHANNEL,
    () => bells.forEach(ring),
    () => bells.forEach(ring),
  );
  surroundings.signal.addEventListener('abort', () => bells.forEach(ring), { once: true });
  await Promise.all(
    tasks.map((task, index) => runTask(task, bells[index] ?? createBell(), surroundings)),
  );
  await listening.unlisten();
}

async function runTask(task: Task, bell: Bell, surroundings: Surroundings): Promise<void> {
  const atWork = new Map<Promise<void>, number>();
  const start = (mallId: number) => {
    const work = portion(task, mallId, bell, surroundings).finally(() => atWork.delete(work));
    atWork.set(work, mallId);
  };
  while (!surroundings.signal.aborted) {
    const look = async () =>
      task.fillsDisk && (await surroundings.isDiskLow?.())
        ? WHILE_FULL_MS
        : startDue(task, [...atWork.values()], start, surroundings.clock());
    const wait = await look().catch((error) => {
      report(task.name, error);
      return AFTER_ERROR_MS;
    });
    await bell.next(wait);
  }
  await Promise.all(atWork.keys());
}

/** Starts as many portions as are due and workers are free. Returns how long to wait for more. */
async function startDue(
  task: Task,
  mallsAtWork: number[],
  start: (mallId: number) => void,
  now: Date,
): Promise<number> {
  const { malls, nextDueAt } = await dueMalls(task.due, now);
  const busy = new Map<number, number>();
  for (const mallId of mallsAtWork) busy.set(mallId, (busy.get(mallId) ?? 0) + 1);
  const { workers, leavesOne = false } = task;
  for (const mallId of sharesOf(malls, { workers, busy, leavesOne })) start(mallId);
  const untilNext = nextDueAt ? nextDueAt.getTime() - now.getTime() : SWEEP_MS;
  return Math.min(untilNext, SWEEP_MS);
}

async function portion(
  task: Task,
  mallId: number,
  bell: Bell,
  surroundings: Surroundings,
): Promise<void> {
  try {
    const didSomething = await task.work(jobContext(mallId, surroundings.clock()), surroundings);
    if (didSomething) bell.ring();
  } catch (error) {
    report(`${task.name} of mall ${mallId}`, error);
  }
}

type Bell = { ring: () => void; next: (milliseconds: number) => Promise<void> };

/** A ring while nobody waits is kept for who waits next. */
function createBell(): Bell {
  let hasRung = false;
  let answer: (() => void) | null = null;
  return {
    ring: () => {
      hasRung = true;
      answer?.();
    },
    next: async (milliseconds) => {
      if (!hasRung) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, milliseconds);
          answer = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      answer = null;
      hasRung = false;
    },
  };
}

const ring = (bell: Bell) => bell.ring();

/** No values of rows, no personal data: what failed, and where. */
function report(what: string, error: unknown): void {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const where = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
  process.stderr.write(`${new Date().toISOString()} ${what}: ${where}\n`);
}
