import { sql } from 'drizzle-orm';
import { rows } from '@/db/rows';
import type { OpenAnswer } from '@/lib/claims/answers/store';
import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { sendDespiteCancel } from '@/lib/shipping/pushes/send-despite-cancel';
import { type Decision, decideClaims } from './decide-claim';

type Followed = Pick<OpenAnswer, 'verb' | 'claimIds' | 'orderLineIds' | 'requestedBy'>;

const decisions: Partial<Record<OpenAnswer['verb'], Decision>> = {
  approve_cancel: 'accept',
  reject_cancel: 'reject',
  receive_return: 'accept',
  approve_return: 'accept',
  reject_return: 'reject',
  reject_exchange: 'reject',
};

/**
 * Does here what a channel has taken: units leave their parcels, holds are lifted, numbers that a
 * cancel had stopped are told. In the name of who asked. Returns why it could not be done here, as
 * the key of a sentence; what was decided meanwhile needs no word.
 */
export async function followAnswer(ctx: Ctx, answer: Followed): Promise<string> {
  const asker = { ...ctx, userId: answer.requestedBy };
  const decision = decisions[answer.verb];
  try {
    if (decision) await decideClaims(asker, answer.claimIds, decision, { isAnswer: true });
    if (answer.verb === 'reject_cancel') await releaseNumbers(asker, answer);
    return '';
  } catch (error) {
    if (!(error instanceof ExpectedError)) throw error;
    const key = error.messageKey.split('.').at(-1) ?? '';
    return key === 'alreadyDecided' ? '' : key;
  }
}

async function releaseNumbers(ctx: Ctx, { orderLineIds }: Followed): Promise<void> {
  const stopped = await inMall(ctx, (tx) =>
    rows<{ id: number }>(
      tx,
      sql`
      select distinct push.id from order_lines line
      join pushes push on push.mall_id = line.mall_id and push.order_id = line.order_id
        and push.channel_unit_no = line.channel_unit_no
        and push.state in ('stopped', 'waiting', 'failed')
      where line.mall_id = ${ctx.mallId} and line.id = any(${sql.param(orderLineIds)}::bigint[])`,
    ),
  );
  if (stopped.length > 0)
    await sendDespiteCancel(
      ctx,
      stopped.map((push) => push.id),
    );
}
