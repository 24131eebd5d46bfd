import { getTranslations } from 'next-intl/server';
import { z } from 'zod';
import { Badge, type Tone } from '@/app/ui/badge';
import { OpenDialogButton } from '@/app/ui/dialog/open-dialog-button';
import {
  choiceParam,
  type Params,
  pageParams,
  readParams,
  withParams,
} from '@/app/ui/filter/params';
import { formatCount, formatTime } from '@/app/ui/format';
import { StageScreen, stageMetadata } from '@/app/ui/frame/stage-screen';
import { LiveRefresh } from '@/app/ui/run/live-refresh';
import { RunHistory } from '@/app/ui/run/run-history';
import { channelColumn, noFrom } from '@/app/ui/table/columns';
import { List } from '@/app/ui/table/list';
import { Pager } from '@/app/ui/table/pager';
import { type Column, Table } from '@/app/ui/table/table';
import { Tabs } from '@/app/ui/tabs';
import type { Translate } from '@/app/ui/translate';
import { currentCtx } from '@/lib/auth/current';
import { idParam } from '@/lib/ids';
import { savedWaybillMappings } from '@/lib/invoicing/imports/sheet-mappings';
import { pageRequest } from '@/lib/paging';
import { savedMappings } from '@/lib/registration/mappings';
import { outcomeFilters } from '@/lib/registration/preview';
import { channelRegistrations, orderUploads, type UploadRow } from '@/lib/registration/screen';
import { type PastRun, pastRuns } from '@/lib/shipments/runs/run-history';
import { ChannelTable } from './channel-table';
import { DeletionDialog } from './deletion-dialog';
import { EnterDialog, SheetDialog } from './enter-dialogs';
import { MappingDialog, MappingList } from './mapping-list';
import { UploadDialog } from './upload-dialog';
import { WaybillMappingList } from './waybill-mapping-list';

export const generateMetadata = stageMetadata('register');

const UNDER_WAY: readonly UploadRow['state'][] = [
  'queued',
  'parsing',
  'to_register',
  'registering',
];

export default async function RegisterPage({ searchParams }: { searchParams: Promise<Params> }) {
  const params = await searchParams;
  const [ctx, t] = [await currentCtx(), await getTranslations('register')];
  const asked = readParams(params, {
    ...pageParams,
    tab: choiceParam(['channels', 'uploads', 'mappings']),
    enter: idParam,
    sheet: idParam,
    upload: idParam,
    delete: idParam,
    mapping: idParam,
    rows: choiceParam(outcomeFilters),
    after: z.coerce.number().int().min(0).catch(0),
  });
  const [channels, uploads, mappings, waybillMappings, runs] = await Promise.all([
    channelRegistrations(ctx),
    orderUploads(ctx, pageRequest(asked.page, asked.size)),
    savedMappings(ctx),
    savedWaybillMappings(ctx),
    pastRuns(ctx, 'register'),
  ]);
  const closed = {
    enter: undefined,
    sheet: undefined,
    upload: undefined,
    delete: undefined,
    mapping: undefined,
    rows: undefined,
    after: undefined,
  };
  const closeHref = withParams(params, closed);
  const isAtWork = uploads.rows.some(({ state }) => UNDER_WAY.includes(state));

  return (
    <StageScreen stage="register" namespaces={['register', 'files']} help={<p>{t('help')}</p>}>
      <Tabs
        label={t('tabs.label')}
        selected={asked.tab}
        tabs={[
          { key: 'channels', href: '?', label: t('tabs.channels') },
          { key: 'uploads', href: '?tab=uploads', label: t('tabs.uploads'), count: uploads.total },
          {
            key: 'mappings',
            href: '?tab=mappings',
            label: t('tabs.mappings'),
            count: mappings.length + waybillMappings.length,
          },
        ]}
      />
      {asked.tab === 'channels' && <ChannelTable channels={channels} params={params} />}
      {asked.tab === 'mappings' && <MappingList mappings={mappings} params={params} />}
      {asked.tab === 'mappings' && <WaybillMappingList mappings={waybillMappings} />}
      {asked.tab === 'uploads' && (
        <List
          total={uploads.total}
          footer={<Pager page={uploads} size={asked.size} params={params} />}
        >
          <Table
            label={t('tabs.uploads')}
            columns={uploadColumns(t, params, uploads.firstNo)}
            rows={uploads.rows}
            rowKey={(upload) => upload.id}
            emptyHint={t('noUploads')}
          />
        </List>
      )}
      <RunHistory runs={runs.map((run) => runRow(t, run))} />
      <LiveRefresh active={isAtWork} />
      {asked.enter && (
        <EnterDialog
          key={`enter-${asked.enter}`}
          channel={channels.find(({ channelId }) => channelId === asked.enter)}
          closeHref={closeHref}
        />
      )}
      {asked.sheet && (
        <SheetDialog
          key={`sheet-${asked.sheet}`}
          channel={channels.find(({ channelId }) => channelId === asked.sheet)}
          closeHref={closeHref}
        />
      )}
      {asked.upload && (
        <UploadDialog
          key={`upload-${asked.upload}`}
          asked={{ uploadId: asked.upload, filter: asked.rows, after: asked.after }}
          params={params}
          closeHref={closeHref}
        />
      )}
      {asked.mapping && (
        <MappingDialog
          key={`mapping-${asked.mapping}`}
          mapping={mappings.find(({ id }) => id === asked.mapping)}
          closeHref={closeHref}
        />
      )}
      {asked.delete && (
        <DeletionDialog
          key={`delete-${asked.delete}`}
          uploadId={asked.delete}
          closeHref={closeHref}
        />
      )}
    </StageScreen>
  );
}

const tones: Record<UploadRow['state'], Tone> = {
  queued: 'neutral',
  parsing: 'accent',
  needs_password: 'warn',
  needs_mapping: 'warn',
  previewed: 'accent',
  to_register: 'neutral',
  registering: 'accent',
  committed: 'good',
  failed: 'bad',
  deleted: 'neutral',
};

function uploadColumns(
  t: Translate<'register'>,
  params: Params,
  firstNo: number,
): Column<UploadRow>[] {
  return [
    noFrom(firstNo),
    channelColumn(t('columns.channel')),
    { key: 'file', header: t('columns.fileName'), kind: 'text', cell: (row) => row.fileName },
    { key: 'at', header: t('columns.uploadedAt'), cell: (row) => formatTime(row.uploadedAt) },
    { key: 'operator', header: t('columns.operator'), cell: (row) => row.operator ?? '-' },
    {
      key: 'rows',
      header: t('columns.rows'),
      kind: 'number',
      cell: (row) => formatCount(row.rowCount),
    },
    {
      key: 'bad',
      header: t('columns.bad'),
      kind: 'number',
      cell: ({ badCount, mendedCount }) =>
        mendedCount > 0
          ? t('mendedOf', { open: badCount - mendedCount, mended: mendedCount })
          : formatCount(badCount),
    },
    {
      key: 'orders',
      header: t('columns.orders'),
      kind: 'number',
      cell: (row) => formatCount(row.orders),
    },
    {
      key: 'state',
      header: t('columns.state'),
      cell: (row) => <Badge tone={tones[row.state]}>{t(`states.${row.state}`)}</Badge>,
    },
    {
      key: 'manage',
      header: t('columns.manage'),
      cell: (row) => (
        <span className="inline-flex gap-1">
          <OpenDialogButton
            needs="viewer"
            size="small"
            href={withParams(params, { upload: `${row.id}` })}
          >
            {t('open')}
          </OpenDialogButton>
          {row.state !== 'deleted' && (
            <OpenDialogButton size="small" href={withParams(params, { delete: `${row.id}` })}>
              {t('delete')}
            </OpenDialogButton>
          )}
        </span>
      ),
    },
  ];
}

function runRow(t: Translate<'register'>, run: PastRun) {
  const { conditions, counts } = run;
  const isDeletion = conditions.deletes !== undefined;
  const file = String(conditions.fileName ?? '');
  const { orders = 0, lines = 0, known = 0, deleted = 0, trimmed = 0, kept = 0 } = counts;
  return {
    run,
    canUndo: false,
    conditions: t(isDeletion ? 'history.deletion' : 'history.upload', { file }),
    result: isDeletion
      ? t('history.deleted', { deleted, trimmed, kept })
      : t('history.registered', { orders, lines, known }),
  };
}
