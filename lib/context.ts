import { setTimeout } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { appDb } from '@/db/pools';
import type { Tx } from '@/db/rows';
import { ExpectedError } from '@/lib/errors';

export type Role = 'owner' | 'manager' | 'operator' | 'viewer';

/** Who acts, for which mall, at what time: the first argument of every verb and screen. */
export type Ctx = {
  mallId: number;
  /** Null when the product itself acts: collection, autopilot. */
  userId: number | null;
  role: Role;
  canSeePersonalData: boolean;
  now: Date;
  /** Where the browser stands that asks; the product itself has none. */
  address?: string;
  /** What the browser asks, and asks again when it heard no answer: it is done once. */
  request?: { id: string; isNoted: boolean };
};

const RETRYABLE_STATES = new Set(['40P01', '40001']);
const LOCK_TIMEOUT = '55P03';
const MAX_RETRIES = 5;
const LONGEST_PAUSE_MS = 200;

/** What was found before it was locked has changed since: the transaction begins anew. */
export class ChangedMeanwhile extends Error {
  readonly code = '40001';
}

/**
 * One transaction that sees this mall alone. Run again when the database had to break a deadlock, each
 * time after a little longer, as those who met before would meet again. The first of a request notes
 * it, so that the same request, asked again, is refused.
 */
export async function inMall<Result>(
  ctx: Pick<Ctx, 'mallId' | 'address' | 'request'>,
  work: (tx: Tx) => Promise<Result>,
): Promise<Result> {
  const { request } = ctx;
  const isFirst = request?.isNoted === false;
  if (isFirst) request.isNoted = true;
  for (let attempt = 0; ; attempt++) {
    try {
      return await appDb().transaction(async (tx) => {
        await enterMall(tx, ctx.mallId);
        // What is noted of a change takes it from here.
        if (ctx.address)
          await tx.execute(sql`select set_config('app.address', ${ctx.address}, true)`);
        if (isFirst) await noteRequest(tx, ctx.mallId, request.id);
        return work(tx);
      });
    } catch (error) {
      if (attempt < MAX_RETRIES && RETRYABLE_STATES.has(sqlState(error))) {
        await setTimeout(attempt * Math.random() * LONGEST_PAUSE_MS);
        continue;
      }
      if (isFirst) request.isNoted = false;
      throw error;
    }
  }
}

async function noteRequest(tx: Tx, mallId: number, id: string) {
  const noted = await tx.execute(sql`
    insert into requests (mall_id, id, at) values (${mallId}, ${id}, now())
    on conflict do nothing returning 1`);
  if (noted.length === 0) throw new ExpectedError('errors.doneBefore');
}

/** Reads of one screen from one snapshot, closed before anything is drawn. */
export async function readMall<Result>(
  ctx: Pick<Ctx, 'mallId'>,
  work: (tx: Tx) => Promise<Result>,
): Promise<Result> {
  return appDb().transaction(
    async (tx) => {
      await enterMall(tx, ctx.mallId);
      await tx.execute(sql`set local statement_timeout = '30s'`);
      return work(tx);
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  );
}

async function enterMall(tx: Tx, mallId: number) {
  if (!Number.isSafeInteger(mallId) || mallId <= 0) throw new Error(`Not a mall: ${mallId}`);
  await tx.execute(sql.raw(`set local app.mall_id = '${mallId}'`));
}

/** Others work on the same all the time: nothing was done, and the same may well succeed later. */
export function isBusy(error: unknown): boolean {
  const state = sqlState(error);
  return RETRYABLE_STATES.has(state) || state === LOCK_TIMEOUT;
}

/** The SQLSTATE behind an error of the driver, or of Drizzle around it; empty when there is none. */
export function sqlState(error: unknown): string {
  if (!(error instanceof Error)) return '';
  if ('code' in error && typeof error.code === 'string') return error.code;
  return sqlState(error.cause);
}
