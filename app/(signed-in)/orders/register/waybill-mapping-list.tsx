import { getLocale, getTranslations } from 'next-intl/server';
import { formatTime } from '@/app/ui/format';
import { List } from '@/app/ui/table/list';
import { Table } from '@/app/ui/table/table';
import { courierName } from '@/lib/couriers/registry';
import type { SavedWaybillMapping } from '@/lib/invoicing/imports/sheet-mappings';
import { pointedFields } from '@/lib/invoicing/imports/waybill-rows';
import { ForgetButton } from './forget-button';

/** 열 지정 of the files that couriers' programs give back. */
export async function WaybillMappingList({ mappings }: { mappings: SavedWaybillMapping[] }) {
  const [t, invoice] = [await getTranslations('register'), await getTranslations('invoice.excel')];
  if (mappings.length === 0) return null;
  const locale = await getLocale();
  const nameOf = ({ courier }: SavedWaybillMapping) =>
    courierName(locale, courier, t('mapping.courierFile'));
  const meaning = ({ headers, mapping }: SavedWaybillMapping) =>
    pointedFields.flatMap((field) => {
      const column = mapping[field];
      return column === undefined ? [] : `${headers[column]} → ${invoice(`fields.${field}`)}`;
    });
  return (
    <List total={mappings.length}>
      <Table
        label={t('mapping.courierFiles')}
        rows={mappings}
        rowKey={(row) => row.id}
        columns={[
          { key: 'courier', header: t('mapping.courierFiles'), cell: nameOf },
          {
            key: 'columns',
            header: t('mapping.meaning'),
            kind: 'wrap',
            cell: (row) => meaning(row).join(', '),
          },
          { key: 'at', header: t('mapping.savedAt'), cell: (row) => formatTime(row.savedAt) },
          {
            key: 'manage',
            header: t('columns.manage'),
            cell: (row) => <ForgetButton mappingId={row.id} of={nameOf(row)} />,
          },
        ]}
      />
    </List>
  );
}
