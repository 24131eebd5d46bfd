import { getTranslations } from 'next-intl/server';
import { ActionButton } from '@/app/ui/form/action-button';
import { StateBadge } from '@/app/ui/states';
import { noColumn } from '@/app/ui/table/columns';
import { List } from '@/app/ui/table/list';
import { type Column, Table } from '@/app/ui/table/table';
import { currentCtx } from '@/lib/auth/current';
import { type HeldLine, type HeldParcel, heldForRematch } from '@/lib/matching/screen';
import { release } from './actions';
import { RunButton } from './columns';

type Row = HeldParcel & { no: number };

/** 재매칭 보류: parcels with a waybill whose lines would mean something else by now. */
export async function HeldList() {
  const t = await getTranslations('match');
  const held = await heldForRematch(await currentCtx());
  return (
    <List
      total={held.length}
      rowIds={held.map((parcel) => parcel.shipmentId)}
      toolbar={
        <>
          <ActionButton
            action={release}
            selectionAs="shipmentIds"
            confirm={{
              title: t('held.keep'),
              body: t('held.keepSelectedBody'),
              label: t('held.keep'),
            }}
          >
            {t('held.keepSelected')}
          </ActionButton>
          <RunButton />
        </>
      }
    >
      <Table
        label={t('lists.held')}
        rows={held.map((parcel, index) => ({ ...parcel, no: held.length - index }))}
        rowKey={(parcel) => parcel.shipmentId}
        selectLabel={(parcel) => t('held.select', { id: String(parcel.shipmentId) })}
        emptyHint={t('held.empty')}
        columns={[
          noColumn,
          {
            key: 'shipmentId',
            header: t('columns.shipmentId'),
            kind: 'number',
            cell: (parcel) => parcel.shipmentId,
          },
          ofLines('productName', t('columns.productName'), (line) => line.productName),
          ofLines('option', t('columns.option'), (line) => line.option || '-'),
          ofLines('before', t('held.before'), (line) => line.before || t('noGoods')),
          ofLines('after', t('held.after'), (line) =>
            line.after === null ? t('held.forgotten') : line.after || t('noGoods'),
          ),
          {
            key: 'waybillNo',
            header: t('columns.waybillNo'),
            cell: (parcel) => parcel.waybillNo ?? '-',
          },
          {
            key: 'stage',
            header: t('columns.stage'),
            cell: (parcel) => <StateBadge axis="stage" state={parcel.stage} />,
          },
          {
            key: 'manage',
            header: t('columns.manage'),
            kind: 'center',
            cell: (parcel) => (
              <ActionButton
                size="small"
                action={release}
                input={{ shipmentIds: [parcel.shipmentId] }}
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

/** The same line stands at the same height in each of these columns. */
function ofLines(key: string, header: string, textOf: (line: HeldLine) => string): Column<Row> {
  return {
    key,
    header,
    kind: 'text',
    cell: ({ lines }) =>
      lines.map((line) => (
        <div key={line.id} className="truncate" title={textOf(line)}>
          {textOf(line)}
        </div>
      )),
  };
}
