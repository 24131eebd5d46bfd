import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { lockShipments } from '@/lib/shipments/locks';
import { recordEvent } from '@/lib/shipments/runs';
import { readContents } from './contents';
import { type ExportFormat, planExport } from './export-plan';
import { queueExport } from './export-queue';
import { type LoadRow, type LoadSelection, selectedRows } from './load-rows';
import { findTemplate } from './templates';

export type ExportRequest = {
  selection: LoadSelection;
  templateKey: string;
  format: ExportFormat;
  password: string;
  reason: string;
  /** Also those that an earlier request took out: they belong to this one from now on. */
  includesRequested: boolean;
  /** Leaves out rows that are to go with another courier than the template's. */
  onlyProposed?: boolean;
};

export type RequestedExport = { exportId: number; requested: number; refused: number };

/**
 * 엑셀요청: marks the shipments as being with the courier's program, with the hash of what it was told,
 * and queues their file. From here to the number coming back nothing may change them.
 */
export async function requestExport(
  ctx: Ctx & { userId: number },
  request: ExportRequest,
  encryptionKey: string,
): Promise<RequestedExport> {
  if (!ctx.canSeePersonalData) throw new ExpectedError('invoice.errors.personalData');
  return inMall(ctx, async (tx) => {
    const template = await findTemplate(tx, ctx, request.templateKey);
    const selected = await selectedRows(tx, ctx, request.selection);
    const wanted = request.onlyProposed
      ? await withCourier(tx, ctx, selected, template.courier)
      : selected;
    const ids = wanted.map((row) => row.shipmentId);
    const locked = await lockShipments(tx, ctx, ids);
    const plan = planExport(ids, locked, request.includesRequested);
    if (plan.exportedIds.length === 0) throw new ExpectedError('invoice.errors.nothingToExport');
    const contents = await readContents(tx, ctx, plan.exportedIds);
    const { templateKey, format, password, reason } = request;
    const exportId = await queueExport(
      tx,
      ctx,
      {
        purpose: 'waybills',
        name: template.koreanName,
        options: { templateKey, format, template },
        ...{ password, reason, contents },
      },
      encryptionKey,
    );
    await recordEvent(tx, ctx, {
      verb: 'export.request',
      subject: 'export',
      subjectId: exportId,
      detail: { rows: contents.length, template: template.koreanName, reason: request.reason },
    });
    return { exportId, requested: contents.length, refused: plan.refused.length };
  });
}

/** Rows whose contract is with this courier, or that have none. */
async function withCourier(tx: Tx, ctx: Ctx, selected: LoadRow[], courier: string) {
  const accounts = await rows<{ id: number }>(
    tx,
    sql`
    select id from courier_accounts where mall_id = ${ctx.mallId} and courier <> ${courier}`,
  );
  const others = new Set(accounts.map(({ id }) => id));
  return selected.filter(({ accountId }) => accountId === null || !others.has(accountId));
}
