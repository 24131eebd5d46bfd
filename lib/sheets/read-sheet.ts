import type { ReadSheetOptions, SheetRows } from './sheet';

export async function readSheet(
  _bytes: Uint8Array,
  _options: ReadSheetOptions,
): Promise<SheetRows> {
  throw new Error('not written yet');
}
