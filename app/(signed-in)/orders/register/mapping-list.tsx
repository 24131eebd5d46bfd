import { getTranslations } from 'next-intl/server';
import { Dialog } from '@/app/ui/dialog/dialog';
import { OpenDialogButton } from '@/app/ui/dialog/open-dialog-button';
import { type Params, withParams } from '@/app/ui/filter/params';
import { formatTime } from '@/app/ui/format';
import { channelColumn, noFrom } from '@/app/ui/table/columns';
import { List } from '@/app/ui/table/list';
import { Table } from '@/app/ui/table/table';
import type { SavedMapping } from '@/lib/registration/mappings';
import { ColumnForm } from './column-form';
import { ForgetButton } from './forget-button';

type MappingListProps = { mappings: SavedMapping[]; params: Params };

/** 열 지정: which columns of which files are read as what. */
export async function MappingList({ mappings, params }: MappingListProps) {
  const t = await getTranslations('register');
  const meaning = ({ headers, fields }: SavedMapping) =>
    fields.flatMap((field, column) =>
      field ? `${headers[column]} → ${t(`fields.${field}`)}` : [],
    );
  return (
    <List total={mappings.length}>
      <Table
        label={t('tabs.mappings')}
        rows={mappings}
        rowKey={(row) => row.id}
        emptyHint={t('mapping.none')}
        columns={[
          noFrom(mappings.length),
          channelColumn(t('columns.channel')),
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
            cell: (row) => (
              <span className="inline-flex gap-1">
                <OpenDialogButton
                  size="small"
                  href={withParams(params, { mapping: String(row.id) })}
                >
                  {t('mapping.edit')}
                </OpenDialogButton>
                <ForgetButton mappingId={row.id} of={row.channelName} />
              </span>
            ),
          },
        ]}
      />
    </List>
  );
}

type MappingDialogProps = { mapping: SavedMapping | undefined; closeHref: string };

export async function MappingDialog({ mapping, closeHref }: MappingDialogProps) {
  const t = await getTranslations('register');
  if (!mapping) return null;
  return (
    <Dialog
      title={t('mapping.editTitle', { channel: mapping.channelName })}
      description={t('mapping.editLead')}
      width="full"
      closeHref={closeHref}
    >
      <ColumnForm
        of={{ mappingId: mapping.id }}
        picker={{ headers: mapping.headers, fields: mapping.fields, sample: [] }}
      />
    </Dialog>
  );
}
