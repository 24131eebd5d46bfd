import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { Badge } from '@/app/ui/badge';
import { ClientMessages } from '@/app/ui/client-messages';
import { type Params, pageParams, readParams } from '@/app/ui/filter/params';
import { ActionButton } from '@/app/ui/form/action-button';
import { ActionForm } from '@/app/ui/form/action-form';
import { Input } from '@/app/ui/form/field';
import { SubmitButton } from '@/app/ui/form/submit-button';
import { formatCount, formatDifference, formatNumber } from '@/app/ui/format';
import { Trail } from '@/app/ui/frame/trail';
import { Notice } from '@/app/ui/notice';
import { List } from '@/app/ui/table/list';
import { Pager } from '@/app/ui/table/pager';
import { type Column, Table } from '@/app/ui/table/table';
import type { Translate } from '@/app/ui/translate';
import { currentCtx } from '@/lib/auth/current';
import { isAtLeast } from '@/lib/auth/role';
import { previewCount } from '@/lib/flows/apply-count';
import { idOrNone } from '@/lib/ids';
import { pageRequest, pageWithin } from '@/lib/paging';
import { type CountLine, stockCount, targetOf } from '@/lib/stock/counts';
import { StockTabs } from '../../stock-tabs';
import { apply, correct, giveUp, takeOut, undo } from '../actions';
import { ScanForm } from './scan-form';
import { Undone } from './undone';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('stock.counts');
  return { title: t('title') };
}

type CountPageProps = { params: Promise<{ id: string }>; searchParams: Promise<Params> };

/** One stock-take: scan, look at the differences, apply. */
export default async function CountPage({ params, searchParams }: CountPageProps) {
  const [ctx, t] = [await currentCtx(), await getTranslations('stock')];
  const count = await stockCount(ctx, idOrNone.parse((await params).id));
  if (!count) notFound();
  const given = await searchParams;
  const asked = readParams(given, pageParams);
  const page = pageWithin(
    count.lines,
    pageRequest(asked.page, asked.size),
    (line) => line.variantId,
  );
  const isOperator = isAtLeast(ctx.role, 'operator');
  const mayChange = count.state === 'open' && isOperator;
  return (
    <>
      <Trail steps={[t('title'), t('counts.title'), count.name]} />
      <main className="grid grid-cols-1 gap-2.5 px-4 pb-6">
        <h1 className="sr-only">{count.name}</h1>
        <StockTabs selected="counts" />
        <ClientMessages namespaces={['stock']}>
          {mayChange && <ScanForm countId={count.id} />}
          {count.state === 'open' && <Releases countId={count.id} />}
          {count.state === 'open' && <Undone countId={count.id} />}
          {count.state !== 'open' && (
            <Notice tone="good">{t(`counts.closed.${count.state}`)}</Notice>
          )}
          <List
            total={page.total}
            footer={<Pager page={page} size={asked.size} params={given} />}
            toolbar={
              mayChange ? (
                <Closing countId={count.id} lines={count.lines} />
              ) : (
                isOperator && count.state === 'applied' && <UndoButton countId={count.id} />
              )
            }
          >
            <Table
              label={t('counts.lines')}
              rows={page.rows}
              rowKey={(line) => line.variantId}
              rowTone={(line) => (targetOf(line) < line.onHand ? 'warn' : undefined)}
              emptyHint={t('counts.noLines')}
              columns={lineColumns(t, count.id, mayChange)}
            />
          </List>
        </ClientMessages>
      </main>
    </>
  );
}

/** Whose goods would be taken back, before they are. */
async function Releases({ countId }: { countId: number }) {
  const t = await getTranslations('stock.counts');
  const { releases } = await previewCount(await currentCtx(), countId);
  if (releases.length === 0) return null;
  const said = (isInvoiced: boolean) =>
    releases
      .filter((row) => row.isInvoiced === isInvoiced)
      .map((row) => `${row.shipmentId} (${row.orderNo})`);
  const [released, held] = [said(false), said(true)];
  return (
    <Notice tone="warn">
      <Shipments text={t('releases', { count: released.length })} shipments={released} />
      <Shipments text={t('holds', { count: held.length })} shipments={held} />
    </Notice>
  );
}

/** More than these stand folded, so that the counted goods stay in sight. */
const SHOWN_SHIPMENTS = 20;

function Shipments({ text, shipments }: { text: string; shipments: readonly string[] }) {
  if (shipments.length === 0) return null;
  return (
    <details open={shipments.length <= SHOWN_SHIPMENTS}>
      <summary>{text}</summary>
      <p>{shipments.join(', ')}</p>
    </details>
  );
}

async function Closing({ countId, lines }: { countId: number; lines: CountLine[] }) {
  const t = await getTranslations('stock.counts');
  const waiting = lines.filter((line) => !line.isApplied);
  const changed = waiting.filter((line) => targetOf(line) !== line.onHand).length;
  return (
    <>
      <ActionButton
        action={giveUp}
        input={{ countId }}
        confirm={{ title: t('giveUp'), body: t('giveUpText'), label: t('giveUp') }}
      >
        {t('giveUp')}
      </ActionButton>
      <ActionButton
        variant="primary"
        action={apply}
        input={{ countId }}
        disabled={waiting.length === 0}
        confirm={{
          title: t('apply'),
          body: t('applyText', { variants: waiting.length, changed }),
          label: t('apply'),
        }}
      >
        {t('apply')}
      </ActionButton>
    </>
  );
}

async function UndoButton({ countId }: { countId: number }) {
  const t = await getTranslations('stock.counts');
  return (
    <ActionButton
      action={undo}
      input={{ countId }}
      confirm={{ title: t('undo'), body: t('undoText'), label: t('undo') }}
    >
      {t('undo')}
    </ActionButton>
  );
}

function lineColumns(
  t: Translate<'stock'>,
  countId: number,
  mayChange: boolean,
): Column<CountLine>[] {
  return [
    {
      key: 'productName',
      header: t('columns.productName'),
      kind: 'text',
      cell: (line) => (
        <span className="inline-flex items-center gap-1.5">
          {line.productName}
          {mayChange && line.isApplied && <Badge>{t('counts.alreadyApplied')}</Badge>}
        </span>
      ),
    },
    {
      key: 'option',
      header: t('columns.option'),
      kind: 'text',
      cell: (line) => line.option || '-',
    },
    { key: 'variantCode', header: t('columns.variantCode'), cell: (line) => line.variantCode },
    {
      key: 'onHand',
      header: t('columns.onHand'),
      kind: 'number',
      cell: (line) => formatNumber(line.onHand),
    },
    {
      key: 'allocated',
      header: t('columns.allocated'),
      kind: 'number',
      cell: (line) => formatCount(line.allocated),
    },
    {
      key: 'counted',
      header: t('counts.countedQty'),
      kind: mayChange ? undefined : 'number',
      cell: (line) =>
        mayChange ? (
          <CountedForm countId={countId} line={line} t={t} />
        ) : (
          formatNumber(line.countedQty)
        ),
    },
    {
      key: 'moved',
      header: t('counts.movedQty'),
      kind: 'number',
      cell: ({ movedQty, unsettledQty }) => (
        <>
          {formatCount(movedQty)}
          {unsettledQty > 0 && (
            <span className="block">
              <Badge tone="warn">{t('counts.unsettled', { qty: unsettledQty })}</Badge>
            </span>
          )}
        </>
      ),
    },
    {
      key: 'difference',
      header: t('counts.difference'),
      kind: 'number',
      cell: (line) => <b>{formatDifference(targetOf(line) - line.onHand)}</b>,
    },
  ];
}

function CountedForm({
  countId,
  line,
  t,
}: {
  countId: number;
  line: CountLine;
  t: Translate<'stock'>;
}) {
  const name = `${line.productName} ${line.option}`.trim();
  return (
    <span className="inline-flex items-center gap-1">
      <ActionForm action={correct} className="inline-flex items-center gap-1">
        <input type="hidden" name="countId" value={countId} />
        <input type="hidden" name="variantId" value={line.variantId} />
        <Input
          key={line.countedQty}
          name="qty"
          type="number"
          min={0}
          required
          defaultValue={line.countedQty}
          aria-label={t('counts.countedOf', { name })}
          className="w-20 text-right"
        />
        <SubmitButton variant="quiet" size="small">
          {t('counts.correct')}
        </SubmitButton>
      </ActionForm>
      <ActionButton
        action={takeOut}
        input={{ countId, variantId: line.variantId }}
        variant="quiet"
        size="small"
        confirm={{
          title: t('counts.takeOutAsk'),
          body: t('counts.takeOutBody', { code: line.variantCode, qty: line.countedQty }),
          label: t('counts.takeOut'),
        }}
      >
        {t('counts.takeOut')}
      </ActionButton>
    </span>
  );
}
