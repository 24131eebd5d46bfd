export type CellValue = string | number | Date | null;

export type Dropdown = { column: number; choices: readonly string[] };

export type XlsxContent = {
  sheetName: string;
  headers: readonly string[];
  rows: readonly (readonly CellValue[])[];
  /** Indexes of columns that hold ids, phones and codes: always written as text, format @. */
  textColumns: readonly number[];
  dropdowns?: readonly Dropdown[];
  password?: string;
};

/** Bytes of an .xlsx with one sheet, encrypted when a password is given. Dates become KST text. */
export async function writeXlsx(_content: XlsxContent): Promise<Uint8Array> {
  throw new Error('not written yet');
}
