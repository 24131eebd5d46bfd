import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import { ChannelField } from '@/app/ui/filter/channel-field';
import { FilterBar } from '@/app/ui/filter/filter-bar';
import { FilterSelect } from '@/app/ui/filter/filter-fields';
import { type Params, periodPresets, withParams } from '@/app/ui/filter/params';
import { PeriodField } from '@/app/ui/filter/period-field';
import { StageScreen, stageMetadata } from '@/app/ui/frame/stage-screen';
import { RunForm } from '@/app/ui/run/run-form';
import { Tabs } from '@/app/ui/tabs';
import { type AllocationChoices, allocationChoices } from '@/lib/allocation/choices';
import type { Where } from '@/lib/allocation/conditions';
import { allocationScreen } from '@/lib/allocation/screen';
import { shortages } from '@/lib/allocation/shortages';
import { currentCtx } from '@/lib/auth/current';
import { pageRequest } from '@/lib/paging';
import { channelChoices } from '@/lib/shipments/channels';
import { pastRuns } from '@/lib/shipments/run-history';
import { previewRun, run } from './actions';
import { type Asked, readAsked, tabs, whereOf } from './asked';
import { DecisionsDialog } from './decisions-dialog';
import { DetailDialog } from './detail-dialog';
import { AllocationHistory } from './history';
import type { Policy } from './policy';
import { PriorityDialog } from './priority-dialog';
import { RunConditions } from './run-conditions';
import { ShipmentList } from './shipment-list';
import { ShortageList } from './shortage-list';
import { criterionNames, SimulatorDialog } from './simulator-dialog';

export const generateMetadata = stageMetadata('allocate');

export default async function AllocatePage({ searchParams }: { searchParams: Promise<Params> }) {
  const params = await searchParams;
  const [ctx, t] = [await currentCtx(), await getTranslations('allocate')];
  const asked = readAsked(params, ctx.now);
  const where = whereOf(asked);
  const isItems = asked.tab === 'items';
  const [channels, choices, screen, runs, short] = await Promise.all([
    channelChoices(ctx),
    allocationChoices(ctx),
    allocationScreen(ctx, where, {
      tab: asked.tab === 'items' ? 'none' : asked.tab,
      request: pageRequest(isItems ? undefined : asked.page, asked.size),
    }),
    pastRuns(ctx, 'allocate'),
    isItems ? shortages(ctx, where) : [],
  ]);
  const { outside } = screen;
  const widened = { from: earlier(asked.from, outside.from), to: later(asked.to, outside.to) };

  return (
    <StageScreen stage="allocate" namespaces={['allocate', 'order', 'notices']} help={t('help')}>
      <FilterBar keep={{ tab: asked.tab, size: String(asked.size) }}>
        <PeriodField
          key={`${asked.from}${asked.to}`}
          from={asked.from}
          to={asked.to}
          presets={periodPresets(ctx.now)}
        />
        <ChannelField key={asked.channel.join()} channels={channels} chosen={asked.channel} />
        <GoodsFields choices={choices} supplier={asked.supplier} tag={asked.tag} />
        {outside.count > 0 && (
          <Link
            href={withParams(params, { ...widened, page: undefined })}
            prefetch={false}
            className="self-center text-warn underline"
          >
            {t('outside', { count: outside.count })}
          </Link>
        )}
      </FilterBar>
      <section className="panel flex items-end gap-4 px-3 py-2">
        <div className="grow">
          <RunForm preview={previewRun} run={run} label={t('run')}>
            <RunConditions
              from={asked.from}
              to={asked.to}
              channelIds={where.channelIds}
              supplierIds={where.supplierIds}
              tags={where.tags}
              policy={policyOf(asked)}
              criteria={await criterionNames(choices.tags)}
            />
            <Link
              href={withParams(params, { simulate: 'on' })}
              scroll={false}
              prefetch={false}
              className="button"
            >
              {t('simulator.open')}
            </Link>
            <PriorityDialog
              key={choices.priority.join()}
              saved={choices.priority}
              tags={choices.tags}
            />
          </RunForm>
        </div>
      </section>
      <Tabs
        label={t('tabs.label')}
        selected={asked.tab}
        tabs={tabs.map((key) => ({
          key,
          label: t(`tabs.${key}`),
          href: withParams(params, { tab: key, page: undefined }),
          count: key === 'items' ? undefined : screen.counts[key],
        }))}
      />
      {asked.tab === 'items' ? (
        <ShortageList shortages={short} params={params} />
      ) : (
        <ShipmentList tab={asked.tab} screen={screen} size={asked.size} params={params} />
      )}
      <AllocationHistory runs={runs} params={params} />
      {asked.shipment && (
        <DetailDialog
          shipmentId={asked.shipment}
          closeHref={withParams(params, { shipment: undefined })}
        />
      )}
      {asked.simulate && (
        <SimulatorDialog
          where={{ from: asked.from, to: asked.to, ...listsOf(where) }}
          current={policyOf(asked)}
          tags={choices.tags}
          closeHref={withParams(params, { simulate: undefined })}
        />
      )}
      {asked.run && (
        <DecisionsDialog runId={asked.run} closeHref={withParams(params, { run: undefined })} />
      )}
    </StageScreen>
  );
}

function policyOf({ first, basis, held, splitting, reallocation }: Asked): Policy {
  return { first, basis, held, splitting, reallocation };
}

function listsOf({ channelIds, supplierIds, tags }: Where) {
  return { channelIds: channelIds.map(String), supplierIds: supplierIds.map(String), tags };
}

type GoodsFieldsProps = {
  choices: AllocationChoices;
  supplier: number | undefined;
  tag: string;
};

async function GoodsFields({ choices, supplier, tag }: GoodsFieldsProps) {
  const t = await getTranslations('allocate');
  const all = { value: '', label: t('all') };
  return (
    <>
      <FilterSelect
        name="supplier"
        label={t('supplier')}
        value={supplier ? String(supplier) : ''}
        options={[
          all,
          ...choices.suppliers.map(({ id, name }) => ({ value: String(id), label: name })),
        ]}
      />
      <FilterSelect
        name="tag"
        label={t('tag')}
        value={tag}
        options={[all, ...choices.tags.map((value) => ({ value, label: value }))]}
      />
    </>
  );
}

const earlier = (one: string, other: string) => (one < other ? one : other);
const later = (one: string, other: string) => (one > other ? one : other);
