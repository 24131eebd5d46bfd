import { type Ctx, readMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import type { PackingListContent, PickingListContent } from '@/lib/labels/list-content';
import { maskName } from '@/lib/recipients/mask';
import { type PackingMemo, packingMemos } from '@/lib/shipments/lists/memos';
import { readContents } from '../contents';
import { type LoadSelection, selectedRows } from '../load/load-rows';
import { picks } from './picks';
import { orderNoOf } from './printed-labels';

/** What to fetch from the shelves for the selected rows. */
export async function pickingList(
  ctx: Ctx,
  selection: LoadSelection,
): Promise<PickingListContent['rows']> {
  const { contents } = await readSelected(ctx, selection);
  return picks(contents);
}

/** What goes into each parcel of the selected rows, by 연번. */
export async function packingList(
  ctx: Ctx,
  selection: LoadSelection,
): Promise<PackingListContent['shipments']> {
  const { contents, rowNoOf, memos } = await readSelected(ctx, selection);
  return contents.map((content) => ({
    sequenceNo: rowNoOf.get(content.id) ?? 0,
    shipmentNo: String(content.id),
    waybillNo: content.waybillNo ?? '',
    orderNo: orderNoOf(content),
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
}

const memoText = ({ kind, text }: PackingMemo) => (kind === 'cs' ? `CS ${text}` : text);

const shownName = (ctx: Ctx, name: string) => (ctx.canSeePersonalData ? name : maskName(name));

async function readSelected(ctx: Ctx, selection: LoadSelection) {
  return readMall(ctx, async (tx) => {
    const selected = await selectedRows(tx, ctx, selection);
    if (selected.length === 0) throw new ExpectedError('invoice.errors.nothingSelected');
    const contents = await readContents(
      tx,
      ctx,
      selected.map((row) => row.shipmentId),
    );
    const memos = await packingMemos(
      tx,
      ctx,
      selected.map((row) => row.shipmentId),
    );
    const rowNoOf = new Map(selected.map((row) => [row.shipmentId, row.rowNo]));
    return { contents, memos, rowNoOf };
  });
}
