import { normaliseWaybillNo } from '@/lib/couriers/waybill-no';
import { cellText } from '@/lib/sheets/cell-text';
import type { CourierSheetField } from '@/lib/sheets/formats/courier-headers';
import type { SheetCell, SheetRow } from '@/lib/sheets/sheet';
import type { WaybillRow } from './import-plan';

/** Which column of a file holds what. */
export type WaybillColumns = Partial<Record<CourierSheetField, number>>;

/** What a person can point out in a file, the most telling first. */
export const pointedFields = [
  'waybillNo',
  'shipmentNo',
  'courierName',
  'orderNo',
  'recipientName',
] as const satisfies CourierSheetField[];

/** A row of the file as what it says of a waybill; null where it says nothing at all. */
export function waybillRowOf(
  { rowNo, cells }: SheetRow,
  columns: WaybillColumns,
): WaybillRow | null {
  const read = (field: CourierSheetField) => {
    const column = columns[field];
    return column === undefined ? '' : shownText(cells[column] ?? null);
  };
  const row = {
    rowNo,
    shipmentNo: read('shipmentNo').replace(/^'|\s/g, ''),
    waybillNo: normaliseWaybillNo(read('waybillNo')),
    isDamaged: isDamaged(cells, columns.waybillNo) || isDamaged(cells, columns.shipmentNo),
    courierName: read('courierName'),
    orderNo: read('orderNo').replace(/^'/, ''),
    recipientName: read('recipientName'),
    phones: [read('recipientPhone'), read('recipientMobile')].filter(Boolean),
  };
  return row.waybillNo === '' && row.shipmentNo === '' && row.orderNo === '' ? null : row;
}

/** The cells of a row as texts, for the error file and for what a person looks at. */
export function textsOf(cells: readonly SheetCell[]): string[] {
  return cells.map(shownText);
}

function shownText(cell: SheetCell): string {
  const read = cellText(cell);
  return read.kind === 'text' ? read.text : read.shown;
}

function isDamaged(cells: readonly SheetCell[], column: number | undefined): boolean {
  if (column === undefined) return false;
  const read = cellText(cells[column] ?? null);
  return read.kind === 'damaged' && read.damage === 'damaged';
}
