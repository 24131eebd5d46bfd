import { expect, it } from 'vitest';
import { en } from '@/messages/en';
import { columnsOf, readVariantRow } from './variant-sheet';

const { columns: names, temperatures, bundlings, bulk, supplierShipped } = en.products;

it('reads a sheet whose columns and values are called as on the English screen', () => {
  const { manage: _, supplier: supplierName, ...others } = names;
  const headers = [...Object.values(others), supplierName, supplierShipped];
  const columns = columnsOf(headers);
  expect(columns && Object.keys(columns)).toHaveLength(headers.length);
  const said: Record<string, string | number> = {
    ...{ [names.variantCode]: 'A-1', [names.productName]: 'Shirt', [names.price]: 12_000 },
    ...{ [names.temperature]: temperatures.frozen, [names.bundling]: bundlings.same_only },
    ...{ [names.supplier]: 'Harbour', [names.tags]: 'summer', [supplierShipped]: bulk.yes },
  };
  const cells = headers.map((header) => said[header] ?? null);
  expect(columns && readVariantRow(columns, { rowNo: 2, cells })).toMatchObject({
    variantCode: 'A-1',
    given: {
      ...{ productName: 'Shirt', price: 12_000, temperature: 'frozen', bundling: 'same_only' },
      ...{ supplierName: 'Harbour', tags: ['summer'], isSupplierShipped: true },
    },
    problems: [],
  });
});
