import { checkInvariants, countDeadlocks } from '@/db/invariants';
import { isBusy } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { type CrowdedMall, makeCrowdedMall } from './testing-crowded-mall';
import { type Operation, operations, type Pick } from './testing-operations';

export type Outcome = {
  /** Operations that changed something. */
  changed: number;
  total: number;
  /** What a person would have been told, by message, and how often. */
  refusals: Record<string, number>;
};

type Crowd = {
  workers?: number;
  from?: readonly Operation[];
  /** How often two may have waited for each other: whoever lost begins anew. */
  mostDeadlocks?: number;
};

/**
 * Eight people at once on one mall whose goods are few and hot. Throws when anything fails that is
 * not a refusal, when two of them waited for each other too often, or when the mall contradicts itself
 * after.
 */
export async function crowd(
  operationsEach: number,
  { workers = 8, from = operations, mostDeadlocks = 0 }: Crowd = {},
): Promise<Outcome> {
  const mall = await makeCrowdedMall();
  const deadlocksBefore = await countDeadlocks();
  const seen = { failures: 0 };
  const outcomes = await Promise.all(
    Array.from({ length: workers }, (_, worker) =>
      work(mall, picker(worker + 1), { count: operationsEach, seen, from }),
    ),
  );
  const all = outcomes.flat();
  const failures = all.filter((outcome) => outcome.startsWith('failed'));
  if (failures.length > 0) throw new Error(failures.slice(0, 3).join('\n'));
  if ((await countDeadlocks()) - deadlocksBefore > mostDeadlocks)
    throw new Error('Two waited for each other');
  await checkInvariants();
  const refusals: Record<string, number> = {};
  for (const outcome of all) {
    if (outcome !== 'changed') refusals[outcome] = (refusals[outcome] ?? 0) + 1;
  }
  return {
    changed: all.filter((outcome) => outcome === 'changed').length,
    total: all.length,
    refusals,
  };
}

/** What has failed once for anybody is told; nobody goes on then. */
type Share = { count: number; seen: { failures: number }; from: readonly Operation[] };

async function work(
  mall: CrowdedMall,
  pick: Pick,
  { count, seen, from }: Share,
): Promise<string[]> {
  const outcomes: string[] = [];
  for (let done = 0; done < count && seen.failures === 0; done++) {
    const operation = pick(from);
    try {
      const changes = await operation(mall, pick);
      outcomes.push(changes > 0 ? 'changed' : `nothing to do: ${operation.name}`);
    } catch (error) {
      const outcome = told(error, operation.name);
      if (outcome.startsWith('failed')) seen.failures += 1;
      outcomes.push(outcome);
    }
  }
  return outcomes;
}

/** On a busy machine somebody may have to try again; that is said, and nothing is half done. */
function told(error: unknown, operation: string): string {
  if (error instanceof ExpectedError) return error.messageKey;
  return isBusy(error) ? 'waited too long' : `failed: ${operation}: ${messageOf(error)}`;
}

/** The same choices every time. */
function picker(seed: number): Pick {
  let state = seed;
  return (from) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const chosen = from[Math.floor((state / 2 ** 32) * from.length)];
    if (chosen === undefined) throw new ExpectedError('errors.notFound');
    return chosen;
  };
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (!(error.cause instanceof Error)) return error.message;
  const { message } = error.cause;
  return 'detail' in error.cause ? `${message} ${error.cause.detail}` : message;
}
