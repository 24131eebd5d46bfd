import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

/** Records of what was done or told, and the columns that lists share: nobody packs by these. */
const RECORDS = [
  '(signed-in)/claims/answers/answer-table.tsx',
  '(signed-in)/claims/claim-dialog.tsx',
  '(signed-in)/history/kept/[id]/page.tsx',
  '(signed-in)/history/runs/[id]/page.tsx',
  '(signed-in)/orders/collect/run-orders.tsx',
  '(signed-in)/orders/match/group-dialog.tsx',
  '(signed-in)/orders/match/matched-list.tsx',
  '(signed-in)/orders/notices/notice-table.tsx',
  '(signed-in)/stock/counts/[id]/undone.tsx',
  'ui/table/columns.tsx',
  'ui/telling-columns.tsx',
];

it('every list that leads to the order of a parcel shows what was noted there', () => {
  const without = readdirSync('app', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.tsx'))
    .filter((file) => {
      const source = readFileSync(path.join('app', file), 'utf8');
      return /\borderColumn\(|<OrderLink /.test(source) && !source.includes('<ParcelMarks');
    });
  expect(without.sort()).toEqual(RECORDS);
});
