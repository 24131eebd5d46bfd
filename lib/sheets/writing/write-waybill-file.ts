import iconv from 'iconv-lite';
import * as XLSX from 'xlsx';
import type { WaybillFileKind, WaybillLayout } from '../formats/waybill-layout';
import type { WaybillTable } from './render-waybills';
import { writeCsv } from './write-csv';
import { writeXlsx } from './write-xlsx';

export type WaybillFile = { extension: string; contentType: string; bytes: Uint8Array };

/** The file as the marketplace takes it; what is a text stays one, whatever program opens it. */
export async function writeWaybillFile(
  { fileKind, sheetName }: Pick<WaybillLayout, 'fileKind' | 'sheetName'>,
  table: WaybillTable,
): Promise<WaybillFile> {
  return { ...kinds[fileKind], bytes: await writers[fileKind](table, sheetName) };
}

const kinds: Record<WaybillFileKind, Omit<WaybillFile, 'bytes'>> = {
  xlsx: {
    extension: 'xlsx',
    contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  },
  xls: { extension: 'xls', contentType: 'application/vnd.ms-excel' },
  csv: { extension: 'csv', contentType: 'text/csv; charset=utf-8' },
  csv949: { extension: 'csv', contentType: 'text/csv; charset=euc-kr' },
};

type Writer = (table: WaybillTable, sheetName: string) => Uint8Array | Promise<Uint8Array>;

const writers: Record<WaybillFileKind, Writer> = {
  xlsx: (table, sheetName) =>
    writeXlsx({ sheetName, ...table, textColumns: table.headers.map((_, column) => column) }),
  xls: writeXls,
  csv: (table) => writeCsv(table),
  csv949: (table) => {
    const text = Buffer.from(writeCsv(table)).toString('utf8').replace('\ufeff', '');
    return iconv.encode(text, 'cp949');
  },
};

/** A BIFF workbook: what some seller centres still read best. */
function writeXls({ headers, rows }: WaybillTable, sheetName: string): Uint8Array {
  const cells = [headers, ...rows].map((row) =>
    row.map((value) => ({ t: 's' as const, v: String(value ?? ''), z: '@' })),
  );
  const sheet = XLSX.utils.aoa_to_sheet(cells as unknown as string[][]);
  const workbook = XLSX.utils.book_new();
  XLSX.utils.book_append_sheet(workbook, sheet, sheetName.replace(/[\\/?*[\]:]/g, ' '));
  return new Uint8Array(XLSX.write(workbook, { bookType: 'biff8', type: 'buffer' }));
}
