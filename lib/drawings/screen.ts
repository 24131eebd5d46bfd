import { sql } from 'drizzle-orm';
import { rows } from '@/db/rows';
import { type Ctx, readMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';

export type Drawing = {
  id: number;
  name: string;
  state: 'queued' | 'running' | 'done' | 'failed';
  done: number;
  total: number;
  /** Nobody has begun, or who had begun fell silent. */
  isStalled: boolean;
  /** Files of this mall that are drawn at the moment. */
  others: number;
  refusal: { key: string; values: Record<string, string | number> } | null;
};

/** Woken at once, the jobs process takes a drawing in well under a second where it has nothing else. */
const STALLED_MS = 8_000;

/** How a drawing stands. Nobody but who asked for it is told. */
export async function findDrawing(
  ctx: Ctx & { userId: number },
  drawingId: number,
): Promise<Drawing> {
  const stalledBefore = new Date(ctx.now.getTime() - STALLED_MS).toISOString();
  const [drawing] = await readMall(ctx, (tx) =>
    rows<Drawing>(
      tx,
      sql`
      select id, name, state, done_count as done, row_count as total, refusal,
        case state
          when 'queued' then due_at < ${stalledBefore}
          when 'running' then leased_until < ${ctx.now.toISOString()}
          else false
        end as "isStalled",
        (select count(*)::int from drawings other
          where other.mall_id = ${ctx.mallId} and other.state = 'running'
            and other.leased_until > ${ctx.now.toISOString()}) as others
      from drawings
      where mall_id = ${ctx.mallId} and id = ${drawingId} and requested_by = ${ctx.userId}`,
    ),
  );
  if (!drawing) throw new ExpectedError('errors.notFound');
  return drawing;
}
