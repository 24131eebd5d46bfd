import { sql } from 'drizzle-orm';
import type { Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { deleteExpiredFiles } from '@/lib/files/delete-files';

/** A scanner sends a scan again within minutes; what it was about is asked for some weeks later. */
const SCANS_KEPT_MS = 90 * 24 * 60 * 60 * 1000;

/** Claims are asked about no longer than this either. */
const COLLECTIONS_KEPT_MS = 90 * 24 * 60 * 60 * 1000;

/** A browser asks again within minutes. */
const REQUESTS_KEPT_MS = 24 * 60 * 60 * 1000;

/**
 * Erases what holds people beside their orders and is older than the cutoff: rows of uploads with
 * their headers (a sheet without any may begin with an order), orders set aside, what was searched
 * for, answers about recipients, reasons of runs, what a courier said in notifications; and older
 * versions of recipients that nothing points at any more.
 */
export async function eraseLeftovers(tx: Tx, ctx: Ctx, cutoff: Date): Promise<void> {
  const before = cutoff.toISOString();
  await deleteExpiredFiles(tx, ctx);
  await tx.execute(sql`
    delete from upload_rows row using uploads upload
    where row.mall_id = ${ctx.mallId} and upload.mall_id = row.mall_id
      and upload.id = row.upload_id and upload.uploaded_at < ${before}`);
  await tx.execute(sql`
    update uploads set headers = null
    where mall_id = ${ctx.mallId} and uploaded_at < ${before} and headers is not null`);
  await tx.execute(sql`
    update audit_events set detail = detail - 'reason'
    where mall_id = ${ctx.mallId} and verb = 'hold.put' and at < ${before}`);
  await tx.execute(sql`
    update notifications set values = values || '{"said": "-"}'
    where mall_id = ${ctx.mallId} and created_at < ${before} and values->>'said' <> '-'`);
  await tx.execute(sql`
    delete from quarantined_orders where mall_id = ${ctx.mallId} and created_at < ${before}`);
  await tx.execute(sql`
    with old as (
      delete from invoice_loads where mall_id = ${ctx.mallId} and created_at < ${before}
      returning id
    )
    delete from invoice_load_rows row using old
    where row.mall_id = ${ctx.mallId} and row.load_id = old.id`);
  const scansBefore = new Date(ctx.now.getTime() - SCANS_KEPT_MS).toISOString();
  await tx.execute(sql`
    delete from scans where mall_id = ${ctx.mallId} and at < ${scansBefore}`);
  await eraseCollections(tx, ctx);
  const requestsBefore = new Date(ctx.now.getTime() - REQUESTS_KEPT_MS).toISOString();
  await tx.execute(sql`
    delete from requests where mall_id = ${ctx.mallId} and at < ${requestsBefore}`);
  await tx.execute(sql`
    delete from bundle_answers where mall_id = ${ctx.mallId} and answered_at < ${before}`);
  await tx.execute(sql`
    delete from run_decisions decision using runs run
    where decision.mall_id = ${ctx.mallId} and run.mall_id = decision.mall_id
      and run.id = decision.run_id and run.started_at < ${before}`);
}

/**
 * Collections of long ago, but of each channel the first ones, by which new orders are told from old,
 * the latest of each kind and end, and those whose unreadable orders still wait.
 */
async function eraseCollections(tx: Tx, ctx: Ctx): Promise<void> {
  const before = new Date(ctx.now.getTime() - COLLECTIONS_KEPT_MS).toISOString();
  await tx.execute(sql`
    delete from collection_runs run
    where run.mall_id = ${ctx.mallId} and run.finished_at < ${before} and run.kind <> 'first'
      and run.state in ('done', 'failed')
      and run.id not in (
        select max(id) from collection_runs
        where mall_id = ${ctx.mallId} group by channel_id, kind, state)
      and not exists (select from quarantined_orders stored
        where stored.mall_id = run.mall_id and stored.collection_run_id = run.id
          and stored.resolved_at is null)`);
}

/** Versions that an edit or a change by the buyer replaced, up to the newest one just erased. */
export async function eraseOldVersions(tx: Tx, ctx: Ctx): Promise<void> {
  await tx.execute(sql`
    update recipients recipient
    set name = '', phone = '', mobile = '', postcode = '', address1 = '', address2 = '', note = '',
      name_key = null, address_key = null, place_key = null, phone_key = null, mobile_key = null,
      phone_class = 'empty', mobile_class = 'empty', purged_at = ${ctx.now.toISOString()}
    where recipient.mall_id = ${ctx.mallId} and recipient.purged_at is null
      and recipient.id < (
        select max(id) from recipients where mall_id = ${ctx.mallId} and purged_at is not null)
      and not exists (select from orders
        where orders.mall_id = ${ctx.mallId} and orders.orderer_id = recipient.id)
      and not exists (select from order_lines line
        where line.mall_id = ${ctx.mallId} and line.recipient_id = recipient.id)
      and not exists (select from shipments shipment
        where shipment.mall_id = ${ctx.mallId} and shipment.recipient_id = recipient.id)
      and not exists (select from bundle_answers answer
        where answer.mall_id = ${ctx.mallId}
          and recipient.id in (answer.recipient_a, answer.recipient_b))`);
}
