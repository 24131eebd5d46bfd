import { getTranslations } from 'next-intl/server';
import type { Params } from '@/app/ui/filter/params';
import { ActionButton } from '@/app/ui/form/action-button';
import { formatNumber } from '@/app/ui/format';
import { StateBadge } from '@/app/ui/states';
import { List } from '@/app/ui/table/list';
import { Pager } from '@/app/ui/table/pager';
import { type Column, Table } from '@/app/ui/table/table';
import { WhyText } from '@/app/ui/text';
import { currentCtx } from '@/lib/auth/current';
import type { LeftOut } from '@/lib/bundling/screen';
import type { Page } from '@/lib/paging';
import { type ParcelMarks as Marks, parcelMarks } from '@/lib/shipments/marks';
import { allow, forbid } from './actions';
import { orderColumns } from './order-columns';
import { reasonText } from './reason-text';
import { RevokeButton } from './revoke-button';

type Row = LeftOut & { no: number; marks: Marks | undefined };

type LeftOutListProps = {
  page: Page<LeftOut>;
  variantCodes: Record<number, string>;
  params: Params;
  size: number;
};

/** 제외 사유: shipments that have a partner and yet stay apart. */
export async function LeftOutList({ page, variantCodes, params, size }: LeftOutListProps) {
  const t = await getTranslations('bundle');
  const say = await reasonText(variantCodes);
  const marks = await parcelMarks(
    await currentCtx(),
    page.rows.map((row) => row.shipmentId),
  );
  const columns: Column<Row>[] = [
    { key: 'no', header: 'No', kind: 'number', cell: (row) => formatNumber(row.no) },
    { key: 'shipmentId', header: t('columns.shipmentId'), cell: (row) => row.shipmentId },
    {
      key: 'stage',
      header: t('columns.stage'),
      cell: (row) => <StateBadge axis="stage" state={row.stage} />,
    },
    ...(await orderColumns<Row>()),
    { key: 'partner', header: t('columns.partner'), cell: (row) => row.reason.values.partner },
    { key: 'manage', header: t('columns.manage'), cell: (row) => <Manage row={row} /> },
  ];
  return (
    <List
      total={page.total}
      rowIds={page.rows.map((row) => row.shipmentId)}
      toolbar={
        <>
          <ActionButton action={forbid} selectionAs="shipmentIds">
            {t('lock')}
          </ActionButton>
          <ActionButton action={allow} selectionAs="shipmentIds">
            {t('unlock')}
          </ActionButton>
        </>
      }
      footer={<Pager page={page} size={size} params={params} />}
    >
      <Table
        label={t('tabs.leftOut')}
        columns={columns}
        rows={page.rows.map((row, at) => ({
          ...row,
          no: page.firstNo - at,
          marks: marks.get(row.shipmentId),
        }))}
        rowKey={(row) => row.shipmentId}
        selectLabel={(row) => t('selectRow', { id: row.shipmentId })}
        rowNote={(row) => <WhyText>{say(row.reason)}</WhyText>}
        emptyHint={t('empty.leftOut')}
      />
    </List>
  );
}

async function Manage({ row }: { row: Row }) {
  const t = await getTranslations('bundle');
  const { reason, shipmentId, isBundleLocked } = row;
  if (reason.rule === 'answeredApart' && reason.values.answer) {
    return <RevokeButton answerId={reason.values.answer} />;
  }
  return (
    <ActionButton
      size="small"
      action={isBundleLocked ? allow : forbid}
      input={{ shipmentIds: [shipmentId] }}
    >
      {isBundleLocked ? t('unlock') : t('lock')}
    </ActionButton>
  );
}
