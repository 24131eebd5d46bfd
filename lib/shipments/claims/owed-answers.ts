import { type SQL, sql } from 'drizzle-orm';
import { apiMarketplaces, channelOf } from '@/lib/channels/registry';

/**
 * Whether a `claim` is a return whose goods have come in (all of them here, or as its channel says or
 * was told) while the channel, which can be told so, still waits for its approval.
 */
export const isUnapprovedReturn = (): SQL => sql`(
  claim.kind = 'return' and claim.state in ('accepted', 'done')
  and claim.channel_state in ('requested', 'accepted')
  and (claim.state = 'done'
    or (claim.channel_state = 'accepted' and ${isAt(receiptFirst())})
    or exists (select from claim_answers answer where ${isOfClaim(['receive_return'], ['done'])}))
  and ${isAt(approvable())}
  and not exists (select from claim_answers answer
    where ${isOfClaim(['approve_return'], ['queued', 'running', 'done'])}))`;

/**
 * Whether a `claim` is an exchange whose new parcel has left while the channel, which can be told so,
 * still waits for its number.
 */
export const isUnsentExchange = (): SQL => sql`(
  claim.kind = 'exchange' and claim.state in ('requested', 'accepted', 'done')
  and claim.channel_state in ('requested', 'accepted')
  and claim.replacement_shipment_id in (
    select shipment.id from shipments shipment
    where shipment.mall_id = claim.mall_id and shipment.id = claim.replacement_shipment_id
      and shipment.stage in ('shipped', 'delivered') and shipment.waybill_no is not null)
  and ${isAt(sendable())}
  and not exists (select from claim_answers answer
    where ${isOfClaim(['send_exchange'], ['queued', 'running', 'done'])}))`;

const sendable = () =>
  apiMarketplaces().filter(
    (marketplace) => channelOf(marketplace)?.capabilities.answers.send_exchange,
  );

const formOf = (marketplace: string) => channelOf(marketplace)?.capabilities.answers.approve_return;

function approvable(): string[] {
  return apiMarketplaces().filter((marketplace) => formOf(marketplace));
}

/** There a return that stands at accepted has come in. */
function receiptFirst(): string[] {
  return approvable().filter((marketplace) => formOf(marketplace)?.after === 'receive_return');
}

function isAt(marketplaces: string[]): SQL {
  return sql`claim.channel_id in (select id from channels
    where mall_id = claim.mall_id and marketplace = any(${sql.param(marketplaces)}::text[]))`;
}

function isOfClaim(verbs: string[], states: string[]): SQL {
  return sql`answer.mall_id = claim.mall_id and answer.channel_id = claim.channel_id
    and answer.claim_no = claim.claim_no and answer.verb = any(${sql.param(verbs)}::text[])
    and answer.state = any(${sql.param(states)}::text[])`;
}
