import { waybillNoFromSerial } from '@/lib/couriers/waybill-range';
import { readSheet } from '@/lib/sheets/reading/read-sheet';
import { writeXlsx } from '@/lib/sheets/writing/write-xlsx';

const FIRST_SERIAL = 68_480_000_000;

/** The courier's own program: opens the sheet, gives each parcel a number, and writes it back. */
export async function issueNumbers(
  sheet: Uint8Array,
  password: string,
): Promise<{ bytes: Uint8Array; numbers: Map<string, string> }> {
  const { headers, rows } = await readSheet(sheet, { password, maxRows: 10_000 });
  const columnOf = (name: string) => {
    const column = headers.indexOf(name);
    if (column < 0) throw new Error(`No column ${name} among ${headers}`);
    return column;
  };
  const [parcel, number] = [columnOf('고객주문번호'), columnOf('운송장번호')];
  const numbered = rows.map(({ cells }, index) => {
    const waybillNo = waybillNoFromSerial('cj', FIRST_SERIAL + index);
    return cells.map((cell, column) => (column === number ? waybillNo : cell));
  });
  const textColumns = headers.map((_, column) => column);
  return {
    bytes: await writeXlsx({ sheetName: '접수결과', headers, rows: numbered, textColumns }),
    numbers: new Map(numbered.map((cells) => [String(cells[parcel]), String(cells[number])])),
  };
}
