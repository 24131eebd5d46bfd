import { type SQL, sql } from 'drizzle-orm';
import type { Ctx } from '@/lib/context';

/** done: a person has done it in the seller centre; again: tell the API once more; withdraw: leave it. */
export const tellingDecisions = ['done', 'again', 'withdraw'] as const;

export type TellingDecision = (typeof tellingDecisions)[number];

const next = { done: 'done', again: 'queued', withdraw: 'withdrawn' } as const;

/** What an update sets of a row when a person decides about it. */
export function asDecided({ now }: Ctx, decision: TellingDecision): SQL {
  const isAgain = decision === 'again';
  return sql`state = ${next[decision]}, due_at = ${now.toISOString()}, leased_until = null,
    attempts = case when ${isAgain} then 0 else attempts end,
    finished_at = ${isAgain ? null : now.toISOString()}::timestamptz`;
}
