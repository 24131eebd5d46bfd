import { getTranslations } from 'next-intl/server';
import { ActionButton } from '@/app/ui/form/action-button';
import { formatNumber } from '@/app/ui/format';
import { StateBadge } from '@/app/ui/states';
import { List } from '@/app/ui/table/list';
import { Table } from '@/app/ui/table/table';
import { currentCtx } from '@/lib/auth/current';
import { heldForRematch } from '@/lib/matching/screen';
import { release } from './actions';
import { RunButton } from './columns';

/** 재매칭 보류: parcels with a waybill whose lines would mean something else by now. */
export async function HeldList() {
  const t = await getTranslations('match');
  const held = await heldForRematch(await currentCtx());
  return (
    <List total={held.length} toolbar={<RunButton />}>
      <Table
        label={t('lists.held')}
        rows={held.map((line, index) => ({ ...line, no: held.length - index }))}
        rowKey={(line) => line.lineId}
        emptyHint={t('held.empty')}
        columns={[
          { key: 'no', header: 'No', kind: 'number', cell: (line) => formatNumber(line.no) },
          {
            key: 'shipmentId',
            header: t('columns.shipmentId'),
            kind: 'number',
            cell: (line) => line.shipmentId,
          },
          {
            key: 'productName',
            header: t('columns.productName'),
            kind: 'text',
            cell: (line) => line.productName,
          },
          {
            key: 'option',
            header: t('columns.option'),
            kind: 'text',
            cell: (line) => line.option || '-',
          },
          {
            key: 'before',
            header: t('held.before'),
            kind: 'text',
            cell: (line) => line.before || t('noGoods'),
          },
          {
            key: 'after',
            header: t('held.after'),
            kind: 'text',
            cell: (line) =>
              line.after === null ? t('held.forgotten') : line.after || t('noGoods'),
          },
          {
            key: 'waybillNo',
            header: t('columns.waybillNo'),
            cell: (line) => line.waybillNo ?? '-',
          },
          {
            key: 'stage',
            header: t('columns.stage'),
            cell: (line) => <StateBadge axis="stage" state={line.stage} />,
          },
          {
            key: 'manage',
            header: t('columns.manage'),
            kind: 'center',
            cell: (line) => (
              <ActionButton
                size="small"
                action={release}
                input={{ shipmentIds: [line.shipmentId] }}
                confirm={{
                  title: t('held.keep'),
                  body: t('held.keepBody'),
                  label: t('held.keep'),
                }}
              >
                {t('held.keep')}
              </ActionButton>
            ),
          },
        ]}
      />
    </List>
  );
}
