import Link from 'next/link';
import { getLocale, getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { ChannelField } from '@/app/ui/filter/channel-field';
import { FilterBar } from '@/app/ui/filter/filter-bar';
import { FilterSelect, WordField } from '@/app/ui/filter/filter-fields';
import { OutsideLink } from '@/app/ui/filter/outside-link';
import {
  channelParams,
  choiceParam,
  type Params,
  pageParams,
  periodParams,
  periodPresets,
  readParams,
  withParams,
  wordParams,
} from '@/app/ui/filter/params';
import { PeriodField } from '@/app/ui/filter/period-field';
import { StageScreen, stageMetadata } from '@/app/ui/frame/stage-screen';
import { LiveRefresh } from '@/app/ui/run/live-refresh';
import { RunHistory } from '@/app/ui/run/run-history';
import { List } from '@/app/ui/table/list';
import { Pager } from '@/app/ui/table/pager';
import { Table } from '@/app/ui/table/table';
import { Tabs } from '@/app/ui/tabs';
import { currentCtx } from '@/lib/auth/current';
import { channelStates } from '@/lib/channels/collected';
import { courierKeys, courierName } from '@/lib/couriers/registry';
import { idParam } from '@/lib/ids';
import { waveChoices } from '@/lib/invoicing/load/waves';
import { pageRequest } from '@/lib/paging';
import { koreanPeriod } from '@/lib/period';
import { maySearchBy } from '@/lib/recipients/search-kinds';
import { channelChoices } from '@/lib/shipments/lists/channels';
import { parcelMarks } from '@/lib/shipments/lists/marks';
import { pastRuns } from '@/lib/shipments/runs/run-history';
import { decisionCount } from '@/lib/shipping/decisions/decision-count';
import { shipmentsToShip, shipStandings } from '@/lib/shipping/screen';
import {
  type ShipFilter,
  shipDates,
  shipSearchKinds,
  shipStages,
  toldStates,
} from '@/lib/shipping/ship-filter';
import { waitingForFiles } from '@/lib/shipping/waybill-files/screen';
import { pushNotes, shipColumns } from './columns';
import { runTexts } from './history';
import { ParcelDialog } from './parcel-dialog';
import { ShipToolbar } from './toolbar';

export const generateMetadata = stageMetadata('ship');

const pushChoices = ['', ...toldStates] as const;

export default async function ShipPage({ searchParams }: { searchParams: Promise<Params> }) {
  const params = await searchParams;
  const [ctx, t] = [await currentCtx(), await getTranslations('ship')];
  const locale = await getLocale();
  const asked = readParams(params, {
    ...periodParams(ctx.now),
    ...channelParams,
    ...wordParams(shipSearchKinds),
    ...pageParams,
    by: choiceParam(shipDates),
    stage: choiceParam(shipStages),
    shipment: idParam,
    order: idParam,
    courier: choiceParam(['', ...courierKeys]),
    wave: idParam,
    channelState: choiceParam(['', ...channelStates]),
    push: choiceParam(pushChoices),
    mismatch: choiceParam(['', '1']),
  });
  const stage = asked.push || asked.mismatch ? 'all' : asked.stage;
  const filter: ShipFilter = {
    ...koreanPeriod(asked.from, asked.to),
    by: asked.by,
    stage,
    channelIds: asked.channel,
    courier: asked.courier || undefined,
    waveId: asked.wave,
    channelState: asked.channelState || undefined,
    push: asked.push || undefined,
    onlyMismatch: asked.mismatch === '1',
    searchKind: asked.kind,
    word: asked.word,
  };
  const [choices, page, standings, runs, columns, notes, fileWaiting, decisions, waves] =
    await Promise.all([
      channelChoices(ctx),
      shipmentsToShip(ctx, filter, pageRequest(asked.page, asked.size)),
      shipStandings(ctx, { ...filter, push: undefined, onlyMismatch: undefined }),
      pastRuns(ctx, 'ship'),
      shipColumns(params),
      pushNotes(),
      waitingForFiles(ctx),
      decisionCount(ctx),
      waveChoices(ctx),
    ]);
  const marks = await parcelMarks(
    ctx,
    page.rows.map((row) => row.id),
  );
  const invoice = await getTranslations('invoice');
  const states = await getTranslations('ui.states.channel');
  const isSending = page.rows.some((row) =>
    row.pushes.some((push) => push.state === 'waiting' || push.state === 'sending'),
  );

  function emptyHint(): ReactNode {
    if (stage === 'unnumbered') return t('methodHint');
    if (stage === 'held') return t('heldHint');
    if (asked.by !== 'shipped' || stage === 'invoiced') return t('empty');
    return (
      <>
        {t('emptyShipped')}{' '}
        <Link
          className="link"
          href={withParams(params, { by: undefined, page: undefined })}
          prefetch={false}
        >
          {t('byOrderDate')}
        </Link>
      </>
    );
  }

  return (
    <StageScreen stage="ship" namespaces={['ship', 'order']} help={t('help')}>
      <LiveRefresh active={isSending} everyMs={2000} />
      <FilterBar keep={{ stage: asked.stage, size: String(asked.size) }}>
        <FilterSelect
          name="by"
          label={t('by')}
          value={asked.by}
          options={shipDates.map((value) => ({ value, label: t(`dates.${value}`) }))}
        />
        <PeriodField
          key={`${asked.from}${asked.to}`}
          from={asked.from}
          to={asked.to}
          presets={periodPresets(ctx.now)}
        />
        <OutsideLink outside={standings.outside} asked={asked} params={params} />
        <ChannelField
          key={`channels${asked.channel.join()}`}
          channels={choices}
          chosen={asked.channel}
        />
        <FilterSelect
          name="courier"
          label={t('columns.courier')}
          value={asked.courier}
          options={[
            { value: '', label: t('all') },
            ...courierKeys.map((value) => ({ value, label: courierName(locale, value) })),
          ]}
        />
        {waves.length > 0 && (
          <FilterSelect
            name="wave"
            label={invoice('wave.label')}
            value={String(asked.wave ?? '')}
            options={[
              { value: '', label: t('all') },
              ...waves.map(({ id, ...wave }) => ({
                value: String(id),
                label: invoice('wave.option', { ...wave, day: wave.day.slice(5) }),
              })),
            ]}
          />
        )}
        <FilterSelect
          name="channelState"
          label={t('columns.channelState')}
          value={asked.channelState}
          options={[
            { value: '', label: t('all') },
            ...channelStates.map((value) => ({ value, label: states(value) })),
          ]}
        />
        <FilterSelect
          name="push"
          label={t('columns.push')}
          value={asked.push}
          options={pushChoices.map((value) => ({
            value,
            label: value ? t(`pushChoices.${value}`) : t('all'),
          }))}
        />
        <WordField
          label={t('searchKind')}
          kinds={shipSearchKinds
            .filter((kind) => maySearchBy(ctx, kind))
            .map((kind) => ({ value: kind, label: t(`searchKinds.${kind}`) }))}
          kind={asked.kind}
          word={asked.word}
        />
        <label key={`mismatch${asked.mismatch}`} className="flex h-[30px] items-center gap-1.5">
          <input
            type="checkbox"
            name="mismatch"
            value="1"
            defaultChecked={asked.mismatch === '1'}
          />
          {t('onlyMismatch')}
        </label>
      </FilterBar>
      <Tabs
        label={t('columns.stage')}
        selected={stage}
        tabs={shipStages.map((key) => ({
          key,
          label: t(`stages.${key}`),
          href: withParams(params, {
            stage: key,
            push: undefined,
            mismatch: undefined,
            page: undefined,
          }),
          count: key === stage ? page.total : key === 'held' ? standings.held : undefined,
        }))}
      />
      <List
        total={page.total}
        searched={asked.word !== ''}
        rowIds={page.rows.map((row) => row.id)}
        toolbar={
          <ShipToolbar
            stage={stage}
            filter={filter}
            fileWaiting={fileWaiting}
            decisions={decisions}
          />
        }
        footer={<Pager page={page} size={asked.size} params={params} />}
      >
        <Table
          label={t('list')}
          columns={columns}
          rows={page.rows.map((row, index) => ({
            ...row,
            no: page.firstNo - index,
            marks: marks.get(row.id),
          }))}
          rowKey={(row) => row.id}
          selectLabel={(row) => t('selectRow', { id: row.id })}
          rowNote={notes}
          rowTone={(row) => {
            if (row.pushes.some((push) => push.state === 'failed' || push.state === 'unknown'))
              return 'bad';
            return row.holdKinds.length > 0 ? 'warn' : undefined;
          }}
          emptyHint={emptyHint()}
        />
      </List>
      {asked.shipment && (
        <ParcelDialog
          key={asked.shipment}
          shipmentId={asked.shipment}
          closeHref={
            asked.order ? `/orders/${asked.order}` : withParams(params, { shipment: undefined })
          }
        />
      )}
      <RunHistory runs={runs.map((run) => ({ run, canUndo: false, ...runTexts(t, run) }))} />
    </StageScreen>
  );
}
