import { sql } from 'drizzle-orm';

/** What a screen shows of everything that a channel is told. */
export type TellingRow = {
  id: number;
  orderId: number;
  orderNo: string;
  marketplace: string;
  channelName: string;
  product: string;
  reason: string;
  detail: string;
  state: 'queued' | 'running' | 'done' | 'failed' | 'unknown' | 'by_hand' | 'withdrawn';
  answerMessage: string;
  operator: string | null;
  createdAt: string;
};

/** What stands in the row itself, and by `withNames` beside it; its order and product are its own. */
export const tellingColumns = sql`telling.id, channel.marketplace, channel.name as "channelName",
  telling.reason, telling.detail, telling.state, telling.answer_message as "answerMessage",
  operator.name as operator, telling.created_at as "createdAt"`;

export const withNames = sql`
  join channels channel on channel.mall_id = telling.mall_id and channel.id = telling.channel_id
  left join operators operator
    on operator.mall_id = telling.mall_id and operator.user_id = telling.requested_by`;
