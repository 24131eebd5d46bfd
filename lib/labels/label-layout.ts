import type { LabelSize } from './label';
import type { Box } from './pen';

/** Where the parts of a label stand, by size. */
export type LabelLayout = Record<
  | 'courier'
  | 'sorting'
  | 'freight'
  | 'barcode'
  | 'waybillNo'
  | 'recipient'
  | 'sender'
  | 'note'
  | 'items'
  | 'stub',
  Box
>;

export const labelLayouts: Record<LabelSize, LabelLayout> = {
  '100x150': {
    courier: { x: 4, y: 4, width: 40, height: 7 },
    freight: { x: 82, y: 4, width: 14, height: 7 },
    sorting: { x: 4, y: 11, width: 92, height: 14 },
    barcode: { x: 4, y: 26, width: 92, height: 15 },
    waybillNo: { x: 4, y: 41.5, width: 92, height: 6 },
    recipient: { x: 4, y: 48, width: 92, height: 26 },
    sender: { x: 4, y: 75, width: 92, height: 10 },
    note: { x: 4, y: 86, width: 92, height: 8 },
    items: { x: 4, y: 95, width: 92, height: 34 },
    stub: { x: 4, y: 130, width: 92, height: 16 },
  },
  '123x100': {
    courier: { x: 4, y: 4, width: 40, height: 7 },
    freight: { x: 66, y: 4, width: 14, height: 7 },
    sorting: { x: 4, y: 11, width: 76, height: 14 },
    barcode: { x: 4, y: 26, width: 76, height: 14 },
    waybillNo: { x: 4, y: 40.5, width: 76, height: 6 },
    recipient: { x: 4, y: 47, width: 76, height: 27 },
    sender: { x: 4, y: 75, width: 76, height: 10 },
    note: { x: 4, y: 86.5, width: 76, height: 9 },
    items: { x: 82, y: 4, width: 37, height: 65 },
    stub: { x: 82, y: 70, width: 37, height: 26 },
  },
};
