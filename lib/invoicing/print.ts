import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import { type Ctx, inMall, readMall } from '@/lib/context';
import { isCourierKey } from '@/lib/couriers/registry';
import { ExpectedError } from '@/lib/errors';
import type { LabelContent, LabelParty, LabelSize } from '@/lib/labels/label';
import { lockShipments } from '@/lib/shipments/locks';
import { type Decision, finishRun, recordDecisions, startRun } from '@/lib/shipments/runs';
import { readContents, type ShipmentContent } from './contents';
import { type LoadRow, type LoadSelection, selectedRows } from './load-rows';
import { printVerdictOf } from './plan';
import { invoiceRules } from './reasons';

export type PrintResult = { runId: number; printed: number; refused: number };

/**
 * Counts one more print of each selected shipment that has a number and is not held. The run says
 * which labels belong to it and in which order, so the PDF stays the same when it is opened again.
 */
export async function printLabels(ctx: Ctx, selection: LoadSelection): Promise<PrintResult> {
  return inMall(ctx, async (tx) => {
    const selected = await selectedRows(tx, ctx, selection);
    const shipments = await lockShipments(
      tx,
      ctx,
      selected.map((row) => row.shipmentId),
    );
    const decisions = selected.map((row) => decisionOf(row, shipments.get(row.shipmentId)));
    const printed = decisions.filter((decision) => decision.rule === invoiceRules.printed);
    if (printed.length === 0) throw new ExpectedError('invoice.errors.nothingToPrint');
    const runId = await startRun(tx, ctx, 'invoice', { by: 'print' });
    await tx.execute(sql`
      update shipments set printed_count = printed_count + 1
      where mall_id = ${ctx.mallId}
        and id = any(${sql.param(printed.map((decision) => decision.shipmentId))}::bigint[])`);
    await recordDecisions(tx, ctx, runId, decisions);
    const counts = { printed: printed.length, refused: decisions.length - printed.length };
    await finishRun(tx, ctx, runId, counts);
    return { runId, ...counts };
  });
}

function decisionOf(
  { rowNo, shipmentId }: LoadRow,
  shipment: Parameters<typeof printVerdictOf>[0],
): Decision {
  const verdict = printVerdictOf(shipment);
  if (verdict) return { shipmentId, rule: invoiceRules[verdict], values: [] };
  return { shipmentId, rule: invoiceRules.printed, values: [rowNo] };
}

export type PrintedLabels = { size: LabelSize; labels: LabelContent[] };

/** The labels of one print, by 연번. Shipments that lost their number since are left out. */
export async function labelsOfPrint(ctx: Ctx, runId: number): Promise<PrintedLabels> {
  return readMall(ctx, async (tx) => {
    const printed = await rows<LoadRow>(
      tx,
      sql`
      select shipment_id as "shipmentId", "values"[1]::int as "rowNo" from run_decisions
      where mall_id = ${ctx.mallId} and run_id = ${runId} and rule = ${invoiceRules.printed}
      order by "values"[1]`,
    );
    if (printed.length === 0) throw new ExpectedError('errors.notFound');
    const ids = printed.map((row) => row.shipmentId);
    const contents = await readContents(tx, ctx, ids);
    const senders = await readSenders(tx, ctx, ids);
    const rowNoOf = new Map(printed.map((row) => [row.shipmentId, row.rowNo]));
    const labels = contents.flatMap((content) =>
      labelOf(content, rowNoOf.get(content.id) ?? 0, senderOf(content, senders)),
    );
    return { size: senders[0]?.labelSize ?? '100x150', labels };
  });
}

type Sender = LabelParty & { courier: string; labelSize: LabelSize; shipmentIds: Set<number> };

/** Who sends with which courier: the account whose range a number came from, else the courier's first. */
async function readSenders(tx: Tx, ctx: Ctx, shipmentIds: number[]): Promise<Sender[]> {
  const senders = await rows<Omit<Sender, 'shipmentIds'> & { shipmentIds: number[] }>(
    tx,
    sql`
    select account.courier, account.sender_name as name, account.sender_phone as phone,
      account.sender_address as address, account.label_size as "labelSize",
      coalesce(array_agg(waybill.shipment_id) filter (where waybill.shipment_id is not null), '{}')
        as "shipmentIds"
    from courier_accounts account
    left join waybill_ranges range
      on range.mall_id = ${ctx.mallId} and range.courier_account_id = account.id
    left join waybills waybill
      on waybill.mall_id = ${ctx.mallId} and waybill.range_id = range.id
      and waybill.state = 'issued'
      and waybill.shipment_id = any(${sql.param(shipmentIds)}::bigint[])
    where account.mall_id = ${ctx.mallId}
    group by account.mall_id, account.id
    order by count(waybill.id) desc, account.id`,
  );
  if (senders.length === 0) throw new ExpectedError('invoice.errors.noSender');
  return senders.map((sender) => ({ ...sender, shipmentIds: new Set(sender.shipmentIds) }));
}

function senderOf({ id, courier }: ShipmentContent, senders: Sender[]): LabelParty {
  const sender =
    senders.find(({ shipmentIds }) => shipmentIds.has(id)) ??
    senders.find((one) => one.courier === courier) ??
    senders[0];
  if (!sender) throw new ExpectedError('invoice.errors.noSender');
  const { name, phone, address } = sender;
  return { name, phone, address };
}

function labelOf(content: ShipmentContent, sequenceNo: number, sender: LabelParty): LabelContent[] {
  const { courier, waybillNo, recipient } = content;
  if (!courier || !waybillNo || !isCourierKey(courier)) return [];
  return [
    {
      sequenceNo,
      courier,
      waybillNo,
      shipmentNo: String(content.id),
      orderNo: orderNoOf(content),
      channelName: content.channelName,
      sender,
      recipient: {
        name: recipient.name,
        phone: recipient.phone,
        mobile: recipient.mobile,
        postcode: recipient.postcode,
        address: `${recipient.address1} ${recipient.address2}`.trim(),
      },
      items: content.items.map((item) => ({
        name: `${item.name} ${item.option}`.trim(),
        quantity: item.quantity,
      })),
      note: content.note,
      freightTerm: content.freightTerm,
    },
  ];
}

/** 외 n건: a bundle by its base order. */
export function orderNoOf({ orderNo, otherOrders }: ShipmentContent): string {
  return otherOrders > 0 ? `${orderNo} 외 ${otherOrders}건` : orderNo;
}
