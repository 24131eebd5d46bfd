import type { Metadata } from 'next';
import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import { Badge } from '@/app/ui/badge';
import { Button } from '@/app/ui/button';
import { ClientMessages } from '@/app/ui/client-messages';
import { Dialog, DialogButtons } from '@/app/ui/dialog/dialog';
import { choiceParam, type Params, readParams } from '@/app/ui/filter/params';
import { ActionForm } from '@/app/ui/form/action-form';
import { Field, Input } from '@/app/ui/form/field';
import { SubmitButton } from '@/app/ui/form/submit-button';
import { formatCount, formatTime } from '@/app/ui/format';
import { Trail } from '@/app/ui/frame/trail';
import { List } from '@/app/ui/table/list';
import { type Column, Table } from '@/app/ui/table/table';
import type { Translate } from '@/app/ui/translate';
import { currentCtx } from '@/lib/auth/current';
import { isAtLeast } from '@/lib/auth/role';
import { importFilters } from '@/lib/files/sheet-import';
import { idParam } from '@/lib/ids';
import { koreanDay } from '@/lib/period';
import { type StockCount, stockCounts } from '@/lib/stock/counts';
import { StockTabs } from '../stock-tabs';
import { start } from './actions';
import { CountImport, CountUploadButton } from './import-dialog';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('stock.counts');
  return { title: t('title') };
}

/** 재고 실사: every stock-take, open ones first to go on with. */
export default async function CountsPage({ searchParams }: { searchParams: Promise<Params> }) {
  const params = await searchParams;
  const asked = readParams(params, {
    upload: idParam,
    rows: choiceParam(importFilters),
  });
  const [ctx, t] = [await currentCtx(), await getTranslations('stock')];
  const counts = await stockCounts(ctx);
  return (
    <>
      <Trail steps={[t('title'), t('counts.title')]} />
      <main className="grid grid-cols-1 gap-2.5 px-4 pb-6">
        <h1 className="sr-only">{t('counts.title')}</h1>
        <StockTabs selected="counts" />
        <ClientMessages namespaces={['stock']}>
          <List
            total={counts.length}
            toolbar={
              isAtLeast(ctx.role, 'operator') && (
                <>
                  <CountUploadButton />
                  <StartDialog today={koreanDay(ctx.now)} />
                </>
              )
            }
          >
            <Table
              label={t('counts.title')}
              rows={counts}
              rowKey={(count) => count.id}
              emptyHint={t('counts.empty')}
              columns={countColumns(t)}
            />
          </List>
          {asked.upload !== undefined && (
            <CountImport uploadId={asked.upload} filter={asked.rows} params={params} />
          )}
        </ClientMessages>
      </main>
    </>
  );
}

async function StartDialog({ today }: { today: string }) {
  const t = await getTranslations('stock.counts');
  return (
    <Dialog
      title={t('start')}
      description={t('startText')}
      trigger={<Button variant="primary">{t('start')}</Button>}
    >
      <ActionForm action={start} className="grid gap-3">
        <Field name="name" label={t('name')}>
          <Input autoFocus required maxLength={100} defaultValue={today} className="w-full" />
        </Field>
        <DialogButtons>
          <SubmitButton>{t('start')}</SubmitButton>
        </DialogButtons>
      </ActionForm>
    </Dialog>
  );
}

const tones = { open: 'accent', applied: 'good', given_up: 'neutral' } as const;

function countColumns(t: Translate<'stock'>): Column<StockCount>[] {
  return [
    {
      key: 'name',
      header: t('counts.name'),
      cell: (count) => (
        <Link className="link" href={`/stock/counts/${count.id}`} prefetch={false}>
          {count.name}
        </Link>
      ),
    },
    {
      key: 'state',
      header: t('counts.state'),
      cell: ({ state }) => <Badge tone={tones[state]}>{t(`counts.states.${state}`)}</Badge>,
    },
    {
      key: 'variants',
      header: t('counts.variants'),
      kind: 'number',
      cell: ({ variants }) => formatCount(variants),
    },
    {
      key: 'units',
      header: t('counts.units'),
      kind: 'number',
      cell: ({ units }) => formatCount(units),
    },
    {
      key: 'startedAt',
      header: t('counts.startedAt'),
      cell: (count) => formatTime(count.startedAt),
    },
    { key: 'startedBy', header: t('columns.operator'), cell: (count) => count.startedBy ?? '-' },
    { key: 'closedAt', header: t('counts.closedAt'), cell: (count) => formatTime(count.closedAt) },
  ];
}
