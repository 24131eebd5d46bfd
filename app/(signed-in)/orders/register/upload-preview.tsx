import { getTranslations } from 'next-intl/server';
import { Badge, type Tone } from '@/app/ui/badge';
import { DownloadButton, LinkButton } from '@/app/ui/button';
import { DialogButtons } from '@/app/ui/dialog/dialog';
import { type Params, withParams } from '@/app/ui/filter/params';
import { ActionButton } from '@/app/ui/form/action-button';
import { formatNumber } from '@/app/ui/format';
import { Notice } from '@/app/ui/notice';
import { UnreadSheets } from '@/app/ui/sheet-import/unread-sheets';
import { type Column, Table } from '@/app/ui/table/table';
import { Tabs } from '@/app/ui/tabs';
import type { Translate } from '@/app/ui/translate';
import {
  type OutcomeFilter,
  outcomeFilters,
  type PreviewRow,
  type UploadPreview,
} from '@/lib/registration/preview';
import type { UploadRow } from '@/lib/registration/screen';
import { registerFile, remap } from './actions';
import { HeldNotice } from './held-notice';
import { problemText } from './problem-text';

/** Which rows of an upload are shown. */
export type AskedRows = { filter: OutcomeFilter; after: number };

type PreviewProps = {
  upload: UploadRow;
  preview: UploadPreview;
  asked: AskedRows;
  params: Params;
};

/** What each row of a file becomes, or has become, and the step that follows. */
export async function Preview({ upload, preview, asked, params }: PreviewProps) {
  const t = await getTranslations('register');
  const { counts, formatName, nextAfter } = preview;
  const isCommitted = upload.state === 'committed';
  const strangers = !isCommitted &&
    upload.strangers.length > 0 && {
      sellers: upload.strangers.join(', '),
      channel: upload.channelName,
    };
  const shownFilters = outcomeFilters.filter(
    (filter) => filter !== 'warned' || counts.warned > 0 || asked.filter === 'warned',
  );
  const registerLabel =
    counts.new > 0 ? t('preview.register', { count: counts.new }) : t('preview.nothingNew');
  return (
    <div className="grid gap-3">
      {isCommitted ? (
        <Notice tone="good">
          {t('preview.committed', { orders: upload.orders, lines: counts.new })}
        </Notice>
      ) : (
        <p className="flex items-center gap-3 text-muted">
          {formatName ? t('preview.readAs', { format: formatName }) : t('preview.readByColumns')}
          <ActionButton size="small" variant="quiet" action={remap} input={{ uploadId: upload.id }}>
            {t('preview.remap')}
          </ActionButton>
        </p>
      )}
      {isCommitted && <HeldNotice uploadId={upload.id} />}
      <UnreadSheets sheets={upload.sheets} />
      {strangers && <Notice tone="warn">{t('preview.strangers', strangers)}</Notice>}
      {!isCommitted && upload.error === 'unexpected' && (
        <Notice tone="bad">{t('preview.stopped')}</Notice>
      )}
      <Tabs
        label={t('preview.tabs')}
        selected={asked.filter}
        tabs={shownFilters.map((filter) => ({
          key: filter,
          href: withParams(params, { rows: filter, after: undefined }),
          label: t(
            filter === 'new' && isCommitted ? 'preview.registered' : `preview.filters.${filter}`,
          ),
          count: counts[filter],
        }))}
      />
      <div className="max-h-[52vh] overflow-auto rounded-md border border-line">
        <Table
          label={t('preview.rows')}
          columns={rowColumns(t)}
          rows={preview.rows}
          rowKey={(row) => row.rowNo}
          rowTone={(row) => stripes[row.outcome]}
          emptyHint={t('preview.empty')}
        />
      </div>
      <div className="flex items-center gap-2">
        {asked.after > 0 && (
          <LinkButton size="small" scroll={false} href={withParams(params, { after: undefined })}>
            {t('preview.first')}
          </LinkButton>
        )}
        {nextAfter !== null && (
          <LinkButton
            size="small"
            scroll={false}
            href={withParams(params, { after: String(nextAfter) })}
          >
            {t('preview.next', { count: preview.rows.length })}
          </LinkButton>
        )}
        {counts.bad > 0 && (
          <>
            <span className="ml-auto text-muted">
              {t('preview.badStay', { count: counts.bad })}
            </span>
            <DownloadButton
              needs="personalData"
              isDrawn
              size="small"
              href={`/orders/register/bad-rows?upload=${upload.id}`}
            >
              {t('preview.badRows')}
            </DownloadButton>
          </>
        )}
      </div>
      <DialogButtons>
        {isCommitted ? (
          <LinkButton href="/orders/match" variant="primary">
            {t('preview.toMatch')}
          </LinkButton>
        ) : (
          <ActionButton
            action={registerFile}
            input={{ uploadId: upload.id, ...(strangers && { knowsSellers: true }) }}
            variant="primary"
            disabled={counts.new === 0}
            {...(strangers && {
              confirm: {
                title: t('preview.askStrangers.title', strangers),
                body: t('preview.askStrangers.body', strangers),
                label: registerLabel,
              },
            })}
          >
            {registerLabel}
          </ActionButton>
        )}
      </DialogButtons>
    </div>
  );
}

const tones: Record<PreviewRow['outcome'], Tone> = {
  new: 'accent',
  warned: 'warn',
  known: 'neutral',
  bad: 'bad',
  committed: 'good',
  mended: 'good',
};

const stripes: Partial<Record<PreviewRow['outcome'], Tone>> = { warned: 'warn', bad: 'bad' };

function rowColumns(t: Translate<'register'>): Column<PreviewRow>[] {
  return [
    {
      key: 'rowNo',
      header: t('columns.rowNo'),
      kind: 'number',
      cell: (row) => formatNumber(row.rowNo),
    },
    {
      key: 'outcome',
      header: t('columns.outcome'),
      cell: (row) => <Badge tone={tones[row.outcome]}>{t(`outcomes.${row.outcome}`)}</Badge>,
    },
    {
      key: 'reason',
      header: t('columns.reason'),
      kind: 'wrap',
      cell: (row) => row.problems.map((problem) => problemText(t, problem)).join(' / ') || '-',
    },
    { key: 'orderNo', header: t('columns.orderNo'), cell: (row) => row.orderNo || '-' },
    {
      key: 'recipient',
      header: t('columns.recipientName'),
      cell: (row) => row.recipientName || '-',
    },
    {
      key: 'product',
      header: t('columns.productName'),
      kind: 'text',
      cell: (row) => row.productName || '-',
    },
    { key: 'option', header: t('columns.option'), kind: 'text', cell: (row) => row.option || '-' },
    {
      key: 'quantity',
      header: t('columns.quantity'),
      kind: 'number',
      cell: (row) => row.quantity ?? '-',
    },
  ];
}
