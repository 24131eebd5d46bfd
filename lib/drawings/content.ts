import type { LabelContent, LabelPrinting } from '@/lib/labels/label';
import type { PackingListContent, PickingListContent } from '@/lib/labels/list-content';
import type { WorkbookContent } from '@/lib/sheets/workbook-content';

/** What stands in a file, whole: who draws it asks nobody anything more. */
export type DrawingContent =
  | { kind: 'labels'; labels: readonly LabelContent[]; printing: LabelPrinting }
  | ({ kind: 'pickingList' } & PickingListContent)
  | ({ kind: 'packingList' } & PackingListContent)
  | { kind: 'sheet'; sheet: WorkbookContent };

/** How many pages, blocks or rows it takes. */
export function sizeOf(content: DrawingContent): number {
  if (content.kind === 'labels') return content.labels.length;
  if (content.kind === 'packingList') return content.shipments.length;
  return content.kind === 'pickingList' ? content.rows.length : content.sheet.rows.length;
}

/** As bytes between two processes; moments stay moments. */
export function packContent(content: DrawingContent): Uint8Array {
  return Buffer.from(JSON.stringify(content, markMoment));
}

export function unpackContent(bytes: Uint8Array): DrawingContent {
  return JSON.parse(Buffer.from(bytes).toString(), readMoment);
}

const MOMENT = '\u0000moment:';

/** `JSON.stringify` hands a date over as the text it makes of itself; the thing itself still knows. */
function markMoment(this: Record<string, unknown>, key: string, value: unknown): unknown {
  const original = this[key];
  return original instanceof Date ? MOMENT + original.toISOString() : value;
}

function readMoment(_key: string, value: unknown): unknown {
  const isMoment = typeof value === 'string' && value.startsWith(MOMENT);
  return isMoment ? new Date(value.slice(MOMENT.length)) : value;
}
