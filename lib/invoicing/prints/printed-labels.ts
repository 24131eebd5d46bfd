import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import { type Ctx, readMall } from '@/lib/context';
import { isCourierKey } from '@/lib/couriers/registry';
import { ExpectedError } from '@/lib/errors';
import {
  type LabelContent,
  type LabelParty,
  type LabelPrinting,
  type LabelSize,
  lacksSortingCode,
} from '@/lib/labels/label';
import { readContents, type ShipmentContent } from '../contents';
import type { LoadRow } from '../load/load-rows';
import { printVerdictOf } from '../plan';
import { invoiceRules } from '../reasons';
import { requireLabelRight } from './label-right';
import type { PrinterProfile } from './printers';
import { readSortings, type Sorting } from './sortings';

export type PrintedLabels = { printing: LabelPrinting; labels: LabelContent[] };

type PrintRun = { kind: LabelPrinting['kind']; printer: PrinterProfile | null };

/** The labels of one print, page by page. What may not be printed any more is left out: held, cancelled, without its number. */
export async function labelsOfPrint(ctx: Ctx, runId: number): Promise<PrintedLabels> {
  requireLabelRight(ctx);
  return readMall(ctx, async (tx) => {
    const { kind, printer } = await printRun(tx, ctx, runId);
    const printed = await stillPrintable(tx, ctx, runId);
    if (printed.length === 0) throw new ExpectedError('invoice.errors.nothingToPrint');
    const ids = printed.map((row) => row.shipmentId);
    const contents = await readContents(tx, ctx, ids);
    const senders = await readSenders(tx, ctx, ids);
    if (kind === 'courier' && senders.length === 0) throw noSender();
    const sortings = await readSortings(tx, ctx, ids);
    const rowNoOf = new Map(printed.map((row) => [row.shipmentId, row.rowNo]));
    const labels = contents.flatMap((content) =>
      labelOf(content, rowNoOf.get(content.id) ?? 0, {
        sender: senderOf(content, senders),
        sorting: sortings.get(content.id),
      }),
    );
    return {
      printing: printingOf(kind, printer, senders[0]?.labelSize),
      labels: kind === 'courier' ? labels.filter((label) => !lacksSortingCode(label)) : labels,
    };
  });
}

async function stillPrintable(tx: Tx, ctx: Ctx, runId: number): Promise<LoadRow[]> {
  const printed = await rows<LoadRow & Parameters<typeof printVerdictOf>[0]>(
    tx,
    sql`
    select shipment.id as "shipmentId", page."values"[1]::int as "rowNo", shipment.stage,
      shipment.waybill_no as "waybillNo", shipment.hold_kinds as "holdKinds"
    from run_decisions page
    join shipments shipment
      on shipment.mall_id = page.mall_id and shipment.id = page.shipment_id
    where page.mall_id = ${ctx.mallId} and page.run_id = ${runId}
      and page.rule = ${invoiceRules.printed}
    order by page."values"[2], page."values"[1]`,
  );
  return printed.filter((shipment) => printVerdictOf(shipment) === null);
}

async function printRun(tx: Tx, ctx: Ctx, runId: number): Promise<PrintRun> {
  const [run] = await rows<PrintRun>(
    tx,
    sql`
    select coalesce(conditions->>'kind', 'packing') as kind,
      nullif(conditions->'printer', 'null') as printer
    from runs
    where mall_id = ${ctx.mallId} and id = ${runId} and conditions->>'by' = 'print'`,
  );
  if (!run) throw new ExpectedError('errors.notFound');
  return run;
}

function printingOf(
  kind: LabelPrinting['kind'],
  printer: PrinterProfile | null,
  contractSize: LabelSize = '100x150',
): LabelPrinting {
  if (!printer) return { kind, size: contractSize };
  const { labelSize: size, offsetXMm: x, offsetYMm: y, rotation, copies } = printer;
  return { kind, size, offset: { x, y }, rotation, copies };
}

type Sender = LabelParty & { courier: string; labelSize: LabelSize; shipmentIds: Set<number> };

/** Who sends with which courier: the account that a number came from, else the courier's first. */
async function readSenders(tx: Tx, ctx: Ctx, shipmentIds: number[]): Promise<Sender[]> {
  const senders = await rows<Omit<Sender, 'shipmentIds'> & { shipmentIds: number[] }>(
    tx,
    sql`
    select account.courier, account.sender_name as name, account.sender_phone as phone,
      account.sender_address as address, account.label_size as "labelSize",
      coalesce(array_agg(numbered.shipment_id) filter (where numbered.shipment_id is not null), '{}')
        as "shipmentIds"
    from courier_accounts account
    left join (${numbered(ctx, shipmentIds)}) numbered on numbered.account_id = account.id
    where account.mall_id = ${ctx.mallId}
    group by account.mall_id, account.id
    order by count(numbered.shipment_id) desc, account.id`,
  );
  return senders.map((sender) => ({ ...sender, shipmentIds: new Set(sender.shipmentIds) }));
}

/** From which account each number came: its range, its list, or its API. */
const numbered = (ctx: Ctx, shipmentIds: number[]) => sql`
  select waybill.shipment_id, coalesce(range.courier_account_id, listed.courier_account_id,
    booking.courier_account_id) as account_id
  from waybills waybill
  left join waybill_ranges range
    on range.mall_id = ${ctx.mallId} and range.id = waybill.range_id
  left join listed_numbers listed
    on waybill.source = 'list' and listed.mall_id = ${ctx.mallId}
    and listed.courier = waybill.courier and listed.waybill_no = waybill.waybill_no
  left join courier_bookings booking
    on waybill.source = 'api' and booking.mall_id = ${ctx.mallId}
    and booking.shipment_id = waybill.shipment_id and booking.state in ('asked', 'issued')
  where waybill.mall_id = ${ctx.mallId} and waybill.state = 'issued'
    and waybill.shipment_id = any(${sql.param(shipmentIds)}::bigint[])`;

/** A label for the parcel says who sends it; one for our own packers can do without. */
export async function requireSender(tx: Tx, ctx: Ctx): Promise<void> {
  const found = await rows(
    tx,
    sql`select 1 from courier_accounts where mall_id = ${ctx.mallId} limit 1`,
  );
  if (found.length === 0) throw noSender();
}

const noSender = () => new ExpectedError('invoice.errors.noSender');

function senderOf({ id, courier }: ShipmentContent, senders: Sender[]): LabelParty {
  const sender = senders.find(({ shipmentIds }) => shipmentIds.has(id)) ??
    senders.find((one) => one.courier === courier) ??
    senders[0] ?? { name: '', phone: '', address: '' };
  const { name, phone, address } = sender;
  return { name, phone, address };
}

function labelOf(
  content: ShipmentContent,
  sequenceNo: number,
  given: { sender: LabelParty; sorting: Sorting | undefined },
): LabelContent[] {
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
      ...given,
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
function orderNoOf({ orderNo, otherOrders }: ShipmentContent): string {
  return otherOrders > 0 ? `${orderNo} 외 ${otherOrders}건` : orderNo;
}
