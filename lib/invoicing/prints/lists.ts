import { type Ctx, readMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import type { PackingListContent, PickingListContent } from '@/lib/labels/list-content';
import { maskName } from '@/lib/recipients/mask';
import { type PackingMemo, packingMemos } from '@/lib/shipments/lists/memos';
import { readStates } from '@/lib/shipments/locks';
import { readContents } from '../contents';
import { countReasons, type LeftOut } from '../left-out';
import { type LoadSelection, leftToSuppliers, selectedRows } from '../load/load-rows';
import { writeRangeBox } from '../load/range-box';
import { type ListRefusal, listVerdictOf } from '../plan';
import { picks } from './picks';

/** Of the rows asked for, those held, gone, not there yet or with a supplier: they stand on no list. */
type LeftOutOfList = { leftOut: LeftOut<ListRefusal>[]; listed: Listed };

/** How many parcels a list is of, and their 연번. */
type Listed = { count: number; rowNos: string };

/** What to fetch from the shelves for the selected rows. */
export async function pickingList(
  ctx: Ctx,
  selection: LoadSelection,
): Promise<LeftOutOfList & { rows: PickingListContent['rows'] }> {
  const { contents, ...rest } = await readSelected(ctx, selection);
  return { rows: picks(contents), leftOut: rest.leftOut, listed: rest.listed };
}

/** What goes into each parcel of the selected rows, by 연번. */
export async function packingList(
  ctx: Ctx,
  selection: LoadSelection,
): Promise<LeftOutOfList & { shipments: PackedShipment[] }> {
  const { contents, leftOut, listed, rowNoOf, memos } = await readSelected(ctx, selection);
  const shipments = contents.map((content) => ({
    sequenceNo: rowNoOf.get(content.id) ?? 0,
    shipmentNo: String(content.id),
    waybillNo: content.waybillNo ?? '',
    orderNo: content.orderNo,
    otherOrders: content.otherOrders,
    channelName: content.channelName,
    recipientName: shownName(ctx, content.recipient.name),
    note: ctx.canSeePersonalData ? content.note : '',
    memo: (memos.get(content.id) ?? []).map(memoText).join(' / '),
    items: content.items.map((item) => ({
      location: item.location,
      variantCode: item.variantCode,
      name: item.name,
      option: item.option,
      quantity: item.quantity,
    })),
  }));
  return { shipments, leftOut, listed };
}

/** `otherOrders`: how many more lie in a bundle. */
type PackedShipment = PackingListContent['shipments'][number] & { otherOrders: number };

const memoText = ({ kind, text }: PackingMemo) => (kind === 'cs' ? `CS ${text}` : text);

const shownName = (ctx: Ctx, name: string) => (ctx.canSeePersonalData ? name : maskName(name));

async function readSelected(ctx: Ctx, selection: LoadSelection) {
  return readMall(ctx, async (tx) => {
    const selected = await selectedRows(tx, ctx, selection);
    if (selected.length === 0) throw new ExpectedError('invoice.errors.nothingSelected');
    const asked = selected.map((row) => row.shipmentId);
    const states = await readStates(tx, ctx, asked);
    const theirs = await leftToSuppliers(tx, ctx, selection.loadId, asked);
    const verdicts = asked.map((id) => listVerdictOf(states.get(id), theirs.has(id)));
    const leftOut = countReasons(verdicts.filter((verdict) => verdict !== null));
    const ids = asked.filter((_, at) => verdicts[at] === null);
    if (ids.length === 0) throw new ExpectedError('invoice.errors.nothingToPack');
    const contents = await readContents(tx, ctx, ids);
    const memos = await packingMemos(tx, ctx, ids);
    const rowNoOf = new Map(selected.map((row) => [row.shipmentId, row.rowNo]));
    const nos = ids.map((shipmentId) => rowNoOf.get(shipmentId) ?? 0);
    const listed = { count: ids.length, rowNos: shortRanges(nos) };
    return { contents, leftOut, listed, memos, rowNoOf };
  });
}

const SHOWN_RANGES = 20;

/** 1-3, 5, 7: as they are typed into the range box, and of very many the first. */
function shortRanges(rowNos: number[]): string {
  const ranges = writeRangeBox(rowNos).split(', ');
  const shown = ranges.slice(0, SHOWN_RANGES).join(', ');
  return ranges.length > SHOWN_RANGES ? `${shown} …` : shown;
}
