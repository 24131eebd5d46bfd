import { type Ctx, readMall } from '@/lib/context';
import { readStates } from '@/lib/shipments/locks';
import { readItems } from '../contents';
import type { LeftOut } from '../left-out';
import { type ExportWish, planRequest, type RequestRefusal } from './plan-request';

export type ExportPreview = {
  shipments: number;
  /** Of the file: more than shipments where the template has a row for each variant. */
  rowCount: number;
  leftOut: LeftOut<RequestRefusal>[];
};

/** What the file of a request would hold now. Locks and writes nothing. */
export async function previewExport(ctx: Ctx, wish: ExportWish): Promise<ExportPreview> {
  return readMall(ctx, async (tx) => {
    const { template, exportedIds, leftOut } = await planRequest(tx, ctx, wish, readStates);
    const shipments = exportedIds.length;
    if (template.rowPer === 'shipment') return { shipments, rowCount: shipments, leftOut };
    const items = await readItems(tx, ctx, exportedIds);
    const rowCount = [...items.values()].reduce((sum, { length }) => sum + length, 0);
    return { shipments, rowCount, leftOut };
  });
}
