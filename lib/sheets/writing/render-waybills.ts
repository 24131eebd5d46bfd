import { koreanClock } from '../cell-text';
import type { WaybillField, WaybillLayout } from '../formats/waybill-layout';
import type { CellValue } from '../sheet';

export type WaybillLine = {
  lineKey: string;
  productNo: string;
  productName: string;
  optionName: string;
  sellerCode: string;
  quantity: number;
};

/** One shipping unit with the number it left under. */
export type WaybillUnit = {
  orderNo: string;
  unitNo: string;
  shipMethod: 'parcel' | 'direct' | 'quick' | 'pickup' | 'none';
  /** Our key, by which the layout names it otherwise, and its usual name. */
  courier: string;
  courierName: string;
  waybillNo: string;
  shippedAt: Date | null;
  recipient: { name: string; phone: string; postcode: string; address: string };
  lines: readonly WaybillLine[];
};

export type WaybillTable = { headers: string[]; rows: CellValue[][] };

/** Header and rows of a waybill file; only quantities are numbers. */
export function renderWaybills(layout: WaybillLayout, units: readonly WaybillUnit[]): WaybillTable {
  const rows = units.flatMap((unit) => {
    const parts = layout.rowPer === 'line' ? unit.lines.map((line) => [line]) : [unit.lines];
    return parts.map((lines) =>
      layout.columns.map(({ value }) =>
        typeof value === 'string' ? cellOf(value, layout, unit, lines) : value.fixed,
      ),
    );
  });
  return { headers: layout.columns.map(({ header }) => header), rows };
}

function cellOf(
  field: WaybillField,
  layout: WaybillLayout,
  unit: WaybillUnit,
  lines: readonly WaybillLine[],
): CellValue {
  const each = (of: (line: WaybillLine) => string) => [...new Set(lines.map(of))].join(', ');
  const cells: Record<WaybillField, () => CellValue> = {
    orderNo: () => unit.orderNo,
    lineNo: () => each((line) => ownNo(line.lineKey, unit.orderNo)),
    lineKey: () => each((line) => writtenKey(line.lineKey)),
    unitNo: () => unit.unitNo,
    shipMethod: () => shipMethods[unit.shipMethod],
    courierName: () => layout.courierNames[unit.courier] || unit.courierName,
    waybillNo: () => unit.waybillNo,
    shippedOn: () => (unit.shippedAt ? koreanClock(unit.shippedAt).slice(0, 10) : ''),
    productNo: () => each((line) => line.productNo),
    productName: () => each((line) => line.productName),
    optionName: () => each((line) => line.optionName),
    sellerCode: () => each((line) => line.sellerCode),
    quantity: () => lines.reduce((sum, line) => sum + line.quantity, 0),
    recipientName: () => unit.recipient.name,
    recipientPhone: () => unit.recipient.phone,
    postcode: () => unit.recipient.postcode,
    address: () => unit.recipient.address,
  };
  return cells[field]();
}

/** In the words of the seller centres. */
const shipMethods = {
  parcel: '택배,등기,소포',
  direct: '직접전달',
  quick: '퀵서비스',
  pickup: '방문수령',
  none: '배송없음',
} as const;

/** Where a file numbered no lines the key is only counted by us: the marketplace knows none. */
function writtenKey(lineKey: string): string {
  return lineKey.startsWith('[') ? '' : lineKey;
}

function ownNo(lineKey: string, orderNo: string): string {
  const key = writtenKey(lineKey);
  return key.startsWith(`${orderNo}-`) ? key.slice(orderNo.length + 1) : key;
}
