import { type Ctx, readMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { type LoadSelection, selectedRows } from './load/load-rows';
import { removeWaybills } from './remove';

/** 송장삭제 of a range; 전체송장삭제 of all that pass the filters has to be asked for as such. */
export async function removeSelected(
  ctx: Ctx,
  { selection, all }: { selection: LoadSelection; all: boolean },
): Promise<{ removed: number; kept: number }> {
  if (!all && selection.box.trim() === '') throw new ExpectedError('invoice.errors.rangeNeeded');
  const meant = all ? { ...selection, box: '' } : selection;
  const selected = await readMall(ctx, (tx) => selectedRows(tx, ctx, meant));
  if (selected.length === 0) throw new ExpectedError('invoice.errors.nothingSelected');
  const { removed, kept } = await removeWaybills(
    ctx,
    selected.map((row) => row.shipmentId),
  );
  return { removed, kept };
}
