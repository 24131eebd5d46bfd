import { getTranslations } from 'next-intl/server';
import type { Params } from '@/app/ui/filter/params';
import { ActionButton } from '@/app/ui/form/action-button';
import { StateBadge } from '@/app/ui/states';
import { noColumn } from '@/app/ui/table/columns';
import { List } from '@/app/ui/table/list';
import { Pager } from '@/app/ui/table/pager';
import { type Column, Table } from '@/app/ui/table/table';
import { WhyText } from '@/app/ui/text';
import { currentCtx } from '@/lib/auth/current';
import type { LeftOut } from '@/lib/bundling/screen';
import type { Page } from '@/lib/paging';
import { type ParcelMarks as Marks, parcelMarks } from '@/lib/shipments/lists/marks';
import { allow, forbid } from './actions';
import { orderColumns } from './order-columns';
import { reasonText } from './reason-text';
import { RevokeButton } from './revoke-button';

type Row = LeftOut & { no: number; marks: Marks | undefined };

type LeftOutListProps = {
  page: Page<LeftOut>;
  variants: Record<number, string>;
  params: Params;
  size: number;
};

/** 제외 사유: shipments that have a partner and yet stay apart. */
export async function LeftOutList({ page, variants, params, size }: LeftOutListProps) {
  const t = await getTranslations('bundle');
  const say = await reasonText(variants);
  const marks = await parcelMarks(
    await currentCtx(),
    page.rows.map((row) => row.shipmentId),
  );
  const columns: Column<Row>[] = [
    noColumn,
    {
      key: 'shipmentId',
      header: t('columns.shipmentId'),
      cell: (row) => (
        <span className="inline-flex items-center gap-1">
          {row.shipmentId}
          <StateBadge axis="stage" state={row.stage} />
        </span>
      ),
    },
    ...(await orderColumns<Row>()),
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
        rowNote={(row) => <Note row={row} why={say(row.reason)} />}
        emptyHint={t('empty.leftOut')}
      />
    </List>
  );
}

/** Why it stays apart and from whom; beside the recipients no column has room for it. */
async function Note({ row, why }: { row: Row; why: string }) {
  const t = await getTranslations('bundle');
  const { partner } = row.reason.values;
  return (
    <span className="flex flex-wrap items-center gap-2">
      <WhyText>{why}</WhyText>
      {partner !== undefined && (
        <span className="text-muted text-xs">{t('partner', { id: String(partner) })}</span>
      )}
      <span className="ml-auto">
        <Manage row={row} />
      </span>
    </span>
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
