import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import type { Params } from '@/app/ui/filter/params';
import { ActionButton } from '@/app/ui/form/action-button';
import { ActionForm } from '@/app/ui/form/action-form';
import { SubmitButton } from '@/app/ui/form/submit-button';
import { List } from '@/app/ui/table/list';
import { Pager } from '@/app/ui/table/pager';
import { Table } from '@/app/ui/table/table';
import { WhyText } from '@/app/ui/text';
import type { AllocationRow, AllocationScreen, AllocationTab } from '@/lib/allocation/screen';
import { currentCtx } from '@/lib/auth/current';
import { parcelMarks } from '@/lib/shipments/lists/marks';
import { HoldDialog } from '../[id]/hold-dialog';
import { LiftButton } from '../[id]/lift-button';
import { NoticeDialog } from '../notices/notice-dialog';
import { allocateChosen, release, split } from './actions';
import { allocationColumns } from './columns';
import { reasonTexts } from './reason-texts';
import { SplitAllButton } from './split-choice';

type ShipmentListProps = {
  tab: AllocationTab;
  screen: AllocationScreen;
  searched: boolean;
  size: number;
  params: Params;
};

/** One tab's shipments with the buttons that its tab allows. */
export async function ShipmentList(props: ShipmentListProps) {
  const { tab, screen, searched, size, params } = props;
  const [t, notices] = [await getTranslations('allocate'), await getTranslations('notices')];
  const { page, names } = screen;
  const textOf = await reasonTexts({ names });
  const marks = await parcelMarks(
    await currentCtx(),
    page.rows.map((row) => row.id),
  );
  const isOfAnyDate = tab === 'short' || tab === 'held';
  const list = (
    <List
      key={tab}
      total={page.total}
      searched={searched && !isOfAnyDate}
      rowIds={page.rows.map((row) => row.id)}
      toolbar={
        <>
          {isOfAnyDate && <span className="text-muted text-xs">{t('anyDate')}</span>}
          {(tab === 'none' || tab === 'short') && (
            <>
              <NoticeDialog kind="delay" />
              <NoticeDialog kind="sold_out" />
              <Link href="/orders/notices" prefetch={false} className="link text-xs">
                {notices('open')}
              </Link>
            </>
          )}
          {tab !== 'held' && <HoldDialog />}
          {(tab === 'held' || tab === 'leftOut') && <LiftButton />}
          <Toolbar tab={tab} />
        </>
      }
      footer={<Pager page={page} size={size} params={params} />}
    >
      <Table
        label={t(`tabs.${tab}`)}
        columns={await allocationColumns(tab, params)}
        rows={page.rows.map((row, index) => ({
          ...row,
          no: page.firstNo - index,
          marks: marks.get(row.id),
        }))}
        rowKey={(row) => row.id}
        selectLabel={(row) => t('selectRow', { id: row.id })}
        rowNote={(row) => isTelling(tab, row) && <WhyText>{textOf(row.reason)}</WhyText>}
        rowTone={(row) => (row.holdKinds.length > 0 ? 'warn' : undefined)}
        emptyHint={t(`empty.${tab}`)}
      />
    </List>
  );
  return tab === 'partly' ? <ActionForm action={split}>{list}</ActionForm> : list;
}

/** That an order goes whole says its tab; why one is held says its state. */
function isTelling(tab: AllocationTab, { reason }: AllocationRow): boolean {
  if (tab === 'waiting' || tab === 'leftOut') return reason !== null;
  return tab !== 'held' && !(tab === 'whole' && reason?.rule === 'whole');
}

async function Toolbar({ tab }: { tab: AllocationTab }): Promise<ReactNode> {
  const t = await getTranslations('allocate');
  const releaseButton = (
    <ActionButton
      action={release}
      selectionAs="shipmentIds"
      variant="danger"
      confirm={{ title: t('release'), body: t('releaseBody'), label: t('release') }}
    >
      {t('release')}
    </ActionButton>
  );
  const allocateButton = (
    <ActionButton action={allocateChosen} selectionAs="shipmentIds">
      {t('allocateChosen')}
    </ActionButton>
  );
  switch (tab) {
    case 'whole':
      return releaseButton;
    case 'partly':
      return (
        <>
          <SplitAllButton />
          <SubmitButton>{t('split.submit')}</SubmitButton>
          {allocateButton}
          {releaseButton}
        </>
      );
    case 'none':
    case 'waiting':
    case 'leftOut':
    case 'short':
      return allocateButton;
    case 'held':
      return null;
  }
}
