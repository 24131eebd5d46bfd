import { sql } from 'drizzle-orm';
import { oneRow, rows, type Tx } from '@/db/rows';
import { recordEvent } from '@/lib/audit/record-event';
import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { koreanDay } from '@/lib/period';
import { purchaseTemplate } from '@/lib/sheets/formats/purchase-template';
import { suppliedParcels } from '@/lib/shipments/lists/senders';
import { lockShipments, lockStage } from '@/lib/shipments/locks';
import { readContents } from '../contents';
import { type ExportFormat, planExport } from '../exports/export-plan';
import { queueExport } from '../exports/export-queue';

export type PurchaseRequest = {
  supplierId: number;
  format: ExportFormat;
  password: string;
  reason: string;
  /** Also what an earlier request took out: it belongs to this one from now on. */
  includesRequested: boolean;
};

export type RequestedPurchase = {
  exportId: number;
  orderNo: string;
  supplier: string;
  requested: number;
};

/**
 * 공급사 발주: asks a supplier to send every allocated parcel that holds nothing but what he ships. A
 * parcel is asked for once, until its number is back or the request is cancelled.
 */
export async function requestPurchase(
  ctx: Ctx & { userId: number },
  request: PurchaseRequest,
  encryptionKey: string,
): Promise<RequestedPurchase> {
  if (!ctx.canSeePersonalData) throw new ExpectedError('invoice.errors.personalData');
  return inMall(ctx, async (tx) => {
    await lockStage(tx, ctx, 'purchase');
    const { supplierId, format, password, reason } = request;
    const supplier = await nameOf(tx, ctx, supplierId);
    const asked = await askedOf(tx, ctx, request);
    const contents = await readContents(tx, ctx, asked);
    const nth = await nextNumber(tx, ctx);
    const orderNo = purchaseNo(nth);
    const template = { ...purchaseTemplate(orderNo), courier: '' };
    const name = `발주서_${supplier}_${orderNo}_${koreanDay(ctx.now)}`;
    const options = { ...{ templateKey: 'purchase', format, template, supplierId }, orderNo: nth };
    const exportId = await queueExport(
      tx,
      ctx,
      {
        purpose: 'purchase',
        name: `${template.koreanName} ${orderNo} ${supplier}`,
        options: { ...options, fileName: name.replace(/[\\/:*?"<>|\s]+/g, '_') },
        ...{ password, reason, contents },
      },
      encryptionKey,
    );
    await recordEvent(tx, ctx, {
      verb: 'purchase.request',
      subject: 'export',
      subjectId: exportId,
      detail: { rows: contents.length, name: orderNo, supplier, reason },
    });
    return { exportId, orderNo, supplier, requested: contents.length };
  });
}

export const purchaseNo = (nth: number) => `PO-${String(nth).padStart(5, '0')}`;

/** Locked and looked at again: what is held or out by now is left where it is. */
async function askedOf(tx: Tx, ctx: Ctx, request: PurchaseRequest): Promise<number[]> {
  const ids = await sentBy(tx, ctx, request.supplierId);
  const locked = await lockShipments(tx, ctx, ids);
  const still = new Set(await sentBy(tx, ctx, request.supplierId));
  const { exportedIds } = planExport(
    ids.filter((id) => still.has(id)),
    locked,
    request.includesRequested,
  );
  if (exportedIds.length === 0) throw new ExpectedError('suppliers.errors.nothingToAsk');
  return exportedIds;
}

async function sentBy(tx: Tx, ctx: Ctx, supplierId: number): Promise<number[]> {
  const parcels = await suppliedParcels(tx, ctx);
  return parcels
    .filter(({ stage, senders }) => stage === 'allocated' && isSentBy(senders, supplierId))
    .map((parcel) => parcel.shipmentId);
}

export function isSentBy(senders: readonly number[], supplierId: number): boolean {
  return senders.length === 1 && senders[0] === supplierId;
}

async function nameOf(tx: Tx, ctx: Ctx, supplierId: number): Promise<string> {
  const [supplier] = await rows<{ name: string }>(
    tx,
    sql`select name from suppliers where mall_id = ${ctx.mallId} and id = ${supplierId}`,
  );
  if (!supplier) throw new ExpectedError('errors.notFound');
  return supplier.name;
}

/** Counted per mall, under the lock of the purchases. */
async function nextNumber(tx: Tx, ctx: Ctx): Promise<number> {
  const { nth } = await oneRow<{ nth: number }>(
    tx,
    sql`
    select count(*)::int + 1 as nth from exports
    where mall_id = ${ctx.mallId} and purpose = 'purchase'`,
  );
  return nth;
}
