import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { recogniseCourierSheet } from '@/lib/sheets/formats/recognise-courier-sheet';
import { readSheet } from '@/lib/sheets/reading/read-sheet';
import { waybillRowOf } from './waybill-rows';

/** Our request file went through LibreOffice, which stood for the courier's program. */
async function readResult(name: string) {
  const bytes = readFileSync(new URL(`../../sheets/fixtures/${name}`, import.meta.url));
  const { headers, rows } = await readSheet(bytes, { maxRows: 100 });
  const recognised = recogniseCourierSheet(headers);
  return {
    courier: recognised?.courier,
    rows: rows.flatMap((row) => waybillRowOf(row, recognised?.columns ?? {}) ?? []),
  };
}

const numbers = ['684809623814', '684809623825', '684809623836', '684809623840', '684809623851'];

it.each(['cj-result.xlsx', 'cj-result-numeric.xlsx', 'cj-result.biff.xls', 'cj-result.cp949.csv'])(
  '%s: knows the courier by its headers, and finds each parcel with its whole number',
  async (name) => {
    const { courier, rows } = await readResult(name);
    expect(courier).toBe('cj');
    expect(rows.map((row) => row.waybillNo)).toEqual(numbers);
    expect(rows.map((row) => row.shipmentNo)).toEqual(['9001', '9002', '9003', '9004', '9005']);
    expect(rows.map((row) => row.recipientName)).toContain('똠방각하');
    expect(rows.some((row) => row.isDamaged)).toBe(false);
  },
);

it('says of each number that a spreadsheet showed as 6.85E+11 that it is lost', async () => {
  const { rows } = await readResult('cj-result-scientific.csv');
  expect(rows).toHaveLength(5);
  expect(rows.every((row) => row.isDamaged)).toBe(true);
});
