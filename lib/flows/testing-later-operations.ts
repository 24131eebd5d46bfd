import { sql } from 'drizzle-orm';
import { oneRow } from '@/db/rows';
import { splitBySender } from '@/lib/allocation/split-by-sender';
import { revokeAnswer } from '@/lib/bundling/answer';
import { lockBundling } from '@/lib/bundling/lock';
import { receiveGoods } from '@/lib/claims/receive-goods';
import { inMall } from '@/lib/context';
import { cancelExport } from '@/lib/invoicing/exports/cancel-export';
import { requestExport } from '@/lib/invoicing/exports/request-export';
import { commitImport } from '@/lib/invoicing/imports/commit-import';
import { setWaybill } from '@/lib/invoicing/set-waybill';
import { loadAll } from '@/lib/invoicing/testing-invoices';
import { editVariants } from '@/lib/products/edit-many';
import { takeIn } from '@/lib/shipments/intake/testing-intake';
import { closeHeld } from '@/lib/shipments/parcels/close-held';
import { reopenHeld } from '@/lib/shipments/parcels/reopen-held';
import { addBox, removeBox } from '@/lib/shipping/boxes';
import { repairMismatches } from '@/lib/shipping/decisions/repair-mismatches';
import { unshipStopped } from '@/lib/shipping/decisions/unship-stopped';
import { markToldBefore } from '@/lib/shipping/pushes/mark-told';
import { leasePushes, recordOutcomes } from '@/lib/shipping/pushes/push-store';
import { retryPushes } from '@/lib/shipping/pushes/retry';
import { sendDespiteCancel } from '@/lib/shipping/pushes/send-despite-cancel';
import { deliver } from '@/lib/shipping/tracking/deliver';
import { unshipShipments } from '@/lib/shipping/unship';
import { countByCode, startCount } from '@/lib/stock/counts';
import { applyCount } from './apply-count';
import type { CrowdedMall } from './testing-crowded-mall';
import { find, type Operation, type Pick, some } from './testing-operations';
import { undoCount } from './undo-count';

const KEY = Buffer.alloc(32, 7).toString('base64');

/** Few, so that two people type the same. */
const typedNumbers = ['77700000001', '77700000002', '77700000003', '77700000004', '77700000005'];

async function typeNumber({ ctx }: CrowdedMall, pick: Pick) {
  const numberable = sql`stage in ('allocated', 'invoiced')`;
  const [shipmentId = 0] = await some(ctx, numberable, pick, 1);
  await setWaybill(ctx, { shipmentId, courier: 'logen', waybillNo: pick(typedNumbers) });
  return 1;
}

async function addSomeBox({ ctx }: CrowdedMall, pick: Pick) {
  const [shipmentId = 0] = await some(ctx, sql`stage = 'invoiced'`, pick, 1);
  await addBox(ctx, { shipmentId, courier: 'logen', waybillNo: pick(typedNumbers) });
  return 1;
}

async function removeSomeBox({ ctx }: CrowdedMall, pick: Pick) {
  const boxes = await find<{ shipmentId: number; waybillNo: string }>(
    ctx,
    sql`select shipment_id as "shipmentId", waybill_no as "waybillNo" from waybills
      where mall_id = ${ctx.mallId} and state = 'box' order by id`,
  );
  await removeBox(ctx, pick(boxes));
  return 1;
}

async function askForNumbers({ ctx }: CrowdedMall, pick: Pick) {
  const from = pick([1, 3, 5, 7]);
  const selection = (await loadAll(ctx))(`${from}-${from + pick([0, 1, 3])}`);
  const wish = { selection, templateKey: 'logen', includesRequested: pick([true, false]) };
  const secret = { format: 'xlsx', password: 'ab12cd34', reason: '송장' } as const;
  return (await requestExport(ctx, { ...wish, ...secret }, KEY)).requested;
}

async function exportIdOf({ ctx }: CrowdedMall, pick: Pick) {
  const asked = await find<{ id: number }>(
    ctx,
    sql`select id from exports where mall_id = ${ctx.mallId} and state <> 'cancelled'
      order by id desc limit 4`,
  );
  return pick(asked).id;
}

async function takeRequestBack(mall: CrowdedMall, pick: Pick) {
  return (await cancelExport(mall.ctx, await exportIdOf(mall, pick))).freed;
}

/** The courier's program answers for what it was told, and for something that it was not. */
async function bringNumbers(mall: CrowdedMall, pick: Pick) {
  const { ctx } = mall;
  const exportId = await exportIdOf(mall, pick);
  const asked = await find<{ id: number }>(
    ctx,
    sql`select shipment_id as id from export_rows
      where mall_id = ${ctx.mallId} and export_id = ${exportId} order by 1 limit 4`,
  );
  const ids = [...asked.map(({ id }) => id), ...(await some(ctx, sql`true`, pick, 1))];
  const uploadId = await uploadOf(mall, ids, pick([true, false]));
  return (await commitImport(ctx, uploadId)).numbered;
}

async function uploadOf({ ctx }: CrowdedMall, shipmentIds: number[], replaces: boolean) {
  return inMall(ctx, async (tx) => {
    const { id } = await oneRow<{ id: number }>(
      tx,
      sql`
      insert into uploads (mall_id, purpose, courier, file_id, file_name, options, state, due_at,
        uploaded_by, uploaded_at)
      values (${ctx.mallId}, 'waybills', 'logen', 1, '회신.csv',
        ${JSON.stringify({ replaces })}::jsonb, 'previewed', now(), ${ctx.userId}, now())
      returning id`,
    );
    await tx.execute(sql`
      insert into upload_rows (mall_id, upload_id, row_no, cells, outcome, "values")
      select ${ctx.mallId}, ${id}, given.place, '[]'::jsonb, 'new', jsonb_build_object(
        'rowNo', given.place, 'shipmentNo', given.id::text,
        'waybillNo', (88800000000 + ${id}::bigint * 100 + given.place)::text,
        'isDamaged', false, 'courierName', '', 'orderNo', '', 'recipientName', '', 'phones', '[]'::jsonb)
      from unnest(${sql.param(shipmentIds)}::bigint[]) with ordinality as given (id, place)`);
    return id;
  });
}

async function send({ ctx, channelId }: CrowdedMall, pick: Pick) {
  const now = new Date();
  const leased = await leasePushes({ ...ctx, now }, channelId, 6);
  const outcomes = leased.map(({ id }) => ({
    id,
    state: pick(['done', 'done', 'done', 'failed', 'unknown', 'waiting', 'stopped'] as const),
    ...{ code: '', message: '', dueInMs: 0 },
  }));
  await recordOutcomes({ ...ctx, now }, outcomes);
  return outcomes.length;
}

async function pushIdsOf({ ctx }: CrowdedMall, state: string, pick: Pick) {
  const pushes = await find<{ id: number }>(
    ctx,
    sql`select id from pushes where mall_id = ${ctx.mallId} and state = ${state} order by id`,
  );
  return [pick(pushes).id];
}

async function sendOnceMore({ ctx }: CrowdedMall) {
  return (await retryPushes(ctx, 'all')).retried;
}

async function sendAfterAll(mall: CrowdedMall, pick: Pick) {
  return (await sendDespiteCancel(mall.ctx, await pushIdsOf(mall, 'stopped', pick))).sent;
}

async function bringStoppedBack(mall: CrowdedMall, pick: Pick) {
  return (await unshipStopped(mall.ctx, await pushIdsOf(mall, 'stopped', pick))).unshipped;
}

async function leftOf({ ctx }: CrowdedMall, stage: string, pick: Pick) {
  const left = await find<{ id: number; waybillNo: string }>(
    ctx,
    sql`select id, waybill_no as "waybillNo" from shipments
      where mall_id = ${ctx.mallId} and stage = ${stage} order by id`,
  );
  return pick(left);
}

async function repair(mall: CrowdedMall, pick: Pick) {
  const { id } = await leftOf(mall, pick(['shipped', 'invoiced', 'allocated']), pick);
  return 1 - (await repairMismatches(mall.ctx, [id])).left;
}

async function tellOfParts(mall: CrowdedMall, pick: Pick) {
  await markToldBefore(mall.ctx, [(await leftOf(mall, 'shipped', pick)).id]);
  return 0;
}

async function arrive(mall: CrowdedMall, pick: Pick) {
  const { id, waybillNo } = await leftOf(mall, 'shipped', pick);
  return deliver(mall.ctx, [{ id, waybillNo, at: new Date() }]);
}

async function comeBack(mall: CrowdedMall, pick: Pick) {
  const { id } = await leftOf(mall, 'delivered', pick);
  return (await unshipShipments(mall.ctx, [id], 'delivered')).unshipped;
}

async function close({ ctx }: CrowdedMall, pick: Pick) {
  const kind = pick(['duplicate', 'shipped_by_channel'] as const);
  const shipmentIds = await some(ctx, sql`${kind} = any(hold_kinds)`, pick, 2);
  return (await closeHeld(ctx, { shipmentIds, kind })).closed;
}

async function openAgain({ ctx }: CrowdedMall, pick: Pick) {
  const runs = await find<{ id: number }>(
    ctx,
    sql`select id from runs where mall_id = ${ctx.mallId} and kind = 'settle'
      and undone_by_run_id is null and undoes_run_id is null order by id desc limit 3`,
  );
  return (await reopenHeld(ctx, pick(runs).id)).restored;
}

/** The channel says that units are on their way there already. */
async function collectShipped({ ctx, channelId, collected }: CrowdedMall, pick: Pick) {
  const order = pick(collected);
  const state = pick(['shipping', 'delivered', 'acknowledged'] as const);
  const lines = order.lines.map((line) => ({ ...line, state, rawState: state.toUpperCase() }));
  const { updated } = await takeIn(ctx, channelId, [{ ...order, lines }], { readAt: new Date() });
  return updated.length;
}

async function takeBackIn({ ctx }: CrowdedMall, pick: Pick) {
  const claims = await find<{ id: number }>(
    ctx,
    sql`select id from claims where mall_id = ${ctx.mallId}
      and state in ('accepted', 'done') order by id`,
  );
  const [goodQty, defectiveQty] = pick([[1, 0] as const, [0, 1] as const, [2, 0] as const]);
  await receiveGoods(ctx, { claimId: pick(claims).id, goodQty, defectiveQty, note: '' });
  return 1;
}

async function countStock({ ctx, variantIds }: CrowdedMall, pick: Pick) {
  const { countId } = await startCount(ctx, '실사');
  const codes = await find<{ code: string }>(
    ctx,
    sql`select variant_code as code from variants where mall_id = ${ctx.mallId}
      and id = any(${sql.param(variantIds)}::bigint[]) order by id`,
  );
  for (const qty of [0, 8, 20].slice(pick([0, 1])))
    await countByCode(ctx, { countId, code: pick(codes).code, qty });
  return (await applyCount(ctx, countId)).variants;
}

async function takeCountBack({ ctx }: CrowdedMall, pick: Pick) {
  const counts = await find<{ id: number }>(
    ctx,
    sql`select id from stock_counts where mall_id = ${ctx.mallId} and state = 'applied'
      order by id desc limit 3`,
  );
  return (await undoCount(ctx, pick(counts).id)).variants;
}

async function haveSupplierSend({ ctx, variantIds }: CrowdedMall, pick: Pick) {
  const isSupplierShipped = pick([true, false, false]);
  return (await editVariants(ctx, [pick(variantIds)], { isSupplierShipped })).variants;
}

async function packOtherwise({ ctx, variantIds }: CrowdedMall, pick: Pick) {
  const bundling = pick(['normal', 'normal', 'alone', 'same_only'] as const);
  return (await editVariants(ctx, [pick(variantIds)], { bundling })).bundlesApart;
}

async function splitSenders({ ctx }: CrowdedMall) {
  return (await splitBySender(ctx)).split;
}

async function lockSome({ ctx }: CrowdedMall, pick: Pick) {
  await lockBundling(ctx, await some(ctx, sql`true`, pick, 2), pick([true, false]));
  return 1;
}

async function revoke({ ctx }: CrowdedMall, pick: Pick) {
  const answers = await find<{ id: number }>(
    ctx,
    sql`select id from bundle_answers where mall_id = ${ctx.mallId} order by id`,
  );
  await revokeAnswer(ctx, pick(answers).id);
  return 1;
}

export const laterOperations: readonly Operation[] = [
  typeNumber,
  typeNumber,
  addSomeBox,
  removeSomeBox,
  askForNumbers,
  askForNumbers,
  takeRequestBack,
  bringNumbers,
  bringNumbers,
  send,
  send,
  sendOnceMore,
  sendAfterAll,
  bringStoppedBack,
  repair,
  tellOfParts,
  arrive,
  comeBack,
  close,
  openAgain,
  collectShipped,
  takeBackIn,
  countStock,
  takeCountBack,
  haveSupplierSend,
  packOtherwise,
  splitSenders,
  lockSome,
  revoke,
];
