import type { DueRows } from '@/db/work-tables';
import type { Ctx } from '@/lib/context';
import { keepLease, LEASE_MS, type Lease, takeWork, type WorkTable } from './lease';

/** What every task may use of the world. */
export type Surroundings = {
  clock: () => Date;
  signal: AbortSignal;
  /** Absent: there is always room. */
  isDiskLow?: (() => Promise<boolean>) | undefined;
};

/** One kind of work of the jobs process. */
export type Task = {
  name: string;
  due: DueRows;
  /** How many may be at it at once, over all malls. */
  workers: number;
  /** One mall never has all of them. */
  leavesOne?: true | undefined;
  /** It fills the disk, and waits while that is nearly full. */
  fillsDisk?: boolean | undefined;
  /** Does one portion of what is due in a mall; false when there was nothing to do. */
  work: (ctx: Ctx, surroundings: Surroundings) => Promise<boolean>;
};

/** The portion of one leased row. `signal` fires when we stop or when the lease is lost. */
export type LeasedWork = (ctx: Ctx, lease: Lease, surroundings: Surroundings) => Promise<void>;

/** A task whose portion is one leased row, kept alive while it is worked on. */
export function leasedTask(
  spec: Pick<Task, 'name' | 'workers' | 'leavesOne'> & { work: WorkTable; fillsDisk?: true },
  doWork: LeasedWork,
): Task {
  return {
    name: spec.name,
    due: spec.work,
    workers: spec.workers,
    leavesOne: spec.leavesOne,
    fillsDisk: spec.fillsDisk,
    work: async (ctx, surroundings) => {
      const lease = await takeWork(ctx, spec.work);
      if (!lease) return false;
      const heart = startHeartbeat(ctx, spec, lease, surroundings);
      try {
        await doWork(ctx, lease, { ...surroundings, signal: heart.signal });
      } finally {
        heart.stop();
      }
      return true;
    },
  };
}

/** The context of the product itself: no user, every right of the mall. */
export function jobContext(mallId: number, now: Date): Ctx {
  return { mallId, userId: null, role: 'owner', canSeePersonalData: true, now };
}

function startHeartbeat(
  ctx: Ctx,
  { work, fillsDisk }: { work: WorkTable; fillsDisk?: true },
  lease: Lease,
  surroundings: Surroundings,
) {
  const lost = new AbortController();
  const beat = async () => {
    const isHeld = await keepLease({ ...ctx, now: surroundings.clock() }, work, lease);
    if (!isHeld || (fillsDisk && (await surroundings.isDiskLow?.()))) lost.abort();
  };
  const timer = setInterval(() => void beat().catch(() => {}), LEASE_MS / 3);
  return {
    signal: AbortSignal.any([surroundings.signal, lost.signal]),
    stop: () => clearInterval(timer),
  };
}
