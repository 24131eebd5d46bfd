import { sql } from 'drizzle-orm';
import { type Columns, unnested } from '@/db/bulk';
import { rows, type Tx } from '@/db/rows';
import { type Ctx, inMall } from '@/lib/context';
import { isCourierKey } from '@/lib/couriers/registry';
import { ExpectedError } from '@/lib/errors';
import { type LockedShipment, lockShipments } from '@/lib/shipments/locks';
import { finishRun, recordDecisions, startRun } from '@/lib/shipments/runs/runs';
import { invoiceRules } from '../reasons';
import { takeReplaced } from '../replaced';
import { sayTaken } from '../set-waybill';
import { giveWaybills, type WaybillGift } from '../store';
import { readImportContext, touchedBy } from './import-context';
import { type ImportDecision, planImport } from './import-plan';
import { storedWaybillRows } from './stored-waybill-rows';

export type ImportResult = { runId: number; numbered: number; bad: number };

/** With the shipments that have left already: whoever was told their old numbers must be told anew. */
export type CommittedImport = ImportResult & { leftIds: number[] };

type Upload = { courier: string | null; options: { replaces?: boolean }; fileName: string };

/**
 * 송장등록: gives the numbers of a previewed file to its shipments, all in one transaction. Each good
 * row is judged again under locks; what was refused in the preview stays refused.
 */
export async function commitImport(ctx: Ctx, uploadId: number): Promise<ImportResult> {
  return inMall(ctx, (tx) => commitImportIn(tx, ctx, uploadId));
}

export async function commitImportIn(tx: Tx, ctx: Ctx, uploadId: number): Promise<CommittedImport> {
  const sheet = await storedWaybillRows(tx, ctx, uploadId);
  const upload = await findUpload(tx, ctx, uploadId);
  const chosen = upload.courier ?? '';
  const choices = {
    courier: isCourierKey(chosen) ? chosen : null,
    replaces: upload.options.replaces === true,
  };
  const before = await readImportContext(tx, ctx, sheet, choices);
  const locked = await lockShipments(tx, ctx, touchedBy(before));
  await takeUpload(tx, ctx, uploadId);
  const decisions = planImport(sheet, await readImportContext(tx, ctx, sheet, choices));
  const wanted = new Set(sheet.filter(wasGood).map((row) => row.rowNo));
  // A bundle made between finding and locking is not among the locked: left for another upload.
  const good = decisions.filter(
    (decision) =>
      isGood(decision) && wanted.has(decision.rowNo) && locked.has(decision.shipmentId ?? 0),
  );
  const runId = await startRun(tx, ctx, 'invoice', {
    by: 'sheet',
    file: upload.fileName,
    uploadId,
  });
  await write(tx, ctx, runId, good, locked);
  await settle(tx, ctx, { uploadId, runId, good, decisions, wanted });
  const counts = { numbered: good.length, bad: decisions.length - good.length };
  await finishRun(tx, ctx, runId, counts);
  const leftIds = good.flatMap(({ shipmentId }) =>
    shipmentId !== null && locked.get(shipmentId)?.stage === 'shipped' ? [shipmentId] : [],
  );
  return { runId, ...counts, leftIds };
}

const wasGood = ({ outcome }: { outcome: string }) => outcome === 'new' || outcome === 'warned';
const isGood = ({ outcome }: ImportDecision) => outcome === 'new' || outcome === 'warned';

async function findUpload(tx: Tx, ctx: Ctx, uploadId: number): Promise<Upload> {
  const [upload] = await rows<Upload>(
    tx,
    sql`
    select courier, options, file_name as "fileName" from uploads
    where mall_id = ${ctx.mallId} and id = ${uploadId} and purpose = 'waybills'`,
  );
  if (!upload) throw new ExpectedError('errors.notFound');
  return upload;
}

/** An upload is committed once, however often the button is pressed. */
async function takeUpload(tx: Tx, ctx: Ctx, uploadId: number) {
  const taken = await tx.execute(sql`
    update uploads set state = 'committed', committed_at = ${ctx.now.toISOString()}
    where mall_id = ${ctx.mallId} and id = ${uploadId} and state = 'previewed'
    returning id`);
  if (taken.length === 0) throw new ExpectedError('invoice.errors.alreadyCommitted');
}

async function write(
  tx: Tx,
  ctx: Ctx,
  runId: number,
  good: readonly ImportDecision[],
  locked: ReadonlyMap<number, LockedShipment>,
) {
  const gifts = good.flatMap(({ shipmentId, courier, waybillNo }): WaybillGift[] =>
    shipmentId !== null && courier ? [{ shipmentId, courier, waybillNo, rangeId: null }] : [],
  );
  const ids = gifts.map((gift) => gift.shipmentId);
  await takeReplaced(tx, ctx, runId, ids);
  await giveWaybills(tx, ctx, runId, {
    source: 'sheet',
    rule: invoiceRules.fromSheet,
    rows: gifts,
  }).catch(sayTaken);
  await recordDecisions(
    tx,
    ctx,
    runId,
    ids.map((shipmentId) => {
      const was = locked.get(shipmentId);
      const before = was?.requestedExportId ? [was.requestedExportId, was.recipientId] : undefined;
      return { shipmentId, rule: invoiceRules.fromSheet, values: [], before };
    }),
  );
}

type Settled = {
  uploadId: number;
  runId: number;
  good: readonly ImportDecision[];
  decisions: readonly ImportDecision[];
  wanted: ReadonlySet<number>;
};

/** Each row keeps what came of it; one that was good in the preview and is not any more says why. */
async function settle(tx: Tx, ctx: Ctx, { uploadId, runId, good, decisions, wanted }: Settled) {
  const written = new Set(good.map((decision) => decision.rowNo));
  const outcomes = decisions
    .filter((decision) => wanted.has(decision.rowNo))
    .map((decision) => ({
      rowNo: decision.rowNo,
      outcome: written.has(decision.rowNo) ? 'committed' : decision.outcome,
      reason: decision.reason ?? '',
    }));
  const columns: Columns<(typeof outcomes)[number]> = {
    row_no: ['int', (row) => row.rowNo],
    outcome: ['text', (row) => row.outcome],
    reason: ['text', (row) => row.reason],
  };
  if (outcomes.length > 0)
    await tx.execute(sql`
      update upload_rows row set outcome = given.outcome, reason = given.reason
      from ${unnested(columns, outcomes)}
      where row.mall_id = ${ctx.mallId} and row.upload_id = ${uploadId}
        and row.row_no = given.row_no`);
  await tx.execute(sql`
    update uploads set run_id = ${runId}, good_count = ${good.length},
      bad_count = (select count(*) from upload_rows
        where mall_id = ${ctx.mallId} and upload_id = ${uploadId} and outcome = 'bad')
    where mall_id = ${ctx.mallId} and id = ${uploadId}`);
}
