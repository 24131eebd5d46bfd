import { getTranslations } from 'next-intl/server';
import { ChannelField } from '@/app/ui/filter/channel-field';
import { FilterBar } from '@/app/ui/filter/filter-bar';
import { ManyField } from '@/app/ui/filter/many-field';
import { OutsideLink } from '@/app/ui/filter/outside-link';
import { type Params, periodPresets, withParams } from '@/app/ui/filter/params';
import { PeriodField } from '@/app/ui/filter/period-field';
import { StageScreen, stageMetadata } from '@/app/ui/frame/stage-screen';
import { RunForm } from '@/app/ui/run/run-form';
import { Tabs } from '@/app/ui/tabs';
import { type AllocationChoices, allocationChoices } from '@/lib/allocation/choices';
import { allocationScreen } from '@/lib/allocation/screen';
import { shortageList } from '@/lib/allocation/shortages';
import { currentCtx } from '@/lib/auth/current';
import { pageRequest } from '@/lib/paging';
import { channelChoices } from '@/lib/shipments/lists/channels';
import { pastRuns } from '@/lib/shipments/runs/run-history';
import { previewRun, run } from './actions';
import { type Asked, readAsked, tabs, whereOf } from './asked';
import { DecisionsDialog } from './decisions-dialog';
import { DetailDialog } from './detail-dialog';
import { AllocationHistory } from './history';
import { givenPolicy, type Policy } from './policy';
import { PriorityDialog } from './priority-dialog';
import { RunConditions } from './run-conditions';
import { ShipmentList } from './shipment-list';
import { ShortageList } from './shortage-list';
import { SimulateButton } from './simulate-button';
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
    isItems ? shortageList(ctx, where, pageRequest(asked.page, asked.size)) : null,
  ]);
  const searched = asked.channel.length + asked.supplier.length + asked.tag.length > 0;

  return (
    <StageScreen stage="allocate" namespaces={['allocate', 'order', 'notices']} help={t('help')}>
      <FilterBar keep={{ ...givenPolicy(params), tab: asked.tab, size: String(asked.size) }}>
        <PeriodField
          key={`${asked.from}${asked.to}`}
          from={asked.from}
          to={asked.to}
          presets={periodPresets(ctx.now)}
        />
        <OutsideLink outside={screen.outside} asked={asked} params={params} />
        <ChannelField key={asked.channel.join()} channels={channels} chosen={asked.channel} />
        <GoodsFields choices={choices} suppliers={asked.supplier} tags={asked.tag} />
      </FilterBar>
      <section className="panel flex items-end gap-4 px-3 py-2">
        <div className="grow">
          <RunForm preview={previewRun} run={run} label={t('run')} withFilter>
            <RunConditions policy={policyOf(asked)} criteria={await criterionNames(choices.tags)} />
            <SimulateButton />
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
      {short && <ShortageList page={short} searched={searched} size={asked.size} params={params} />}
      {asked.tab !== 'items' && (
        <ShipmentList
          tab={asked.tab}
          screen={screen}
          searched={searched}
          size={asked.size}
          params={params}
        />
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
          where={{ from: asked.from, to: asked.to, ...listsOf(asked) }}
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

function policyOf(asked: Asked): Policy {
  const { first, basis, held, splitting, reallocatesWhole, reallocatesPartly } = asked;
  return { first, basis, held, splitting, reallocatesWhole, reallocatesPartly };
}

function listsOf({ channel, supplier, tag }: Asked) {
  return { channel: channel.map(String), supplier: supplier.map(String), tag };
}

type GoodsFieldsProps = { choices: AllocationChoices; suppliers: number[]; tags: string[] };

/** Shown where there is something to choose from. */
async function GoodsFields({ choices, suppliers, tags }: GoodsFieldsProps) {
  const t = await getTranslations('allocate');
  return (
    <>
      {choices.suppliers.length > 0 && (
        <ManyField
          key={`suppliers${suppliers.join()}`}
          name="supplier"
          label={t('supplier')}
          chosen={suppliers.map(String)}
          choices={choices.suppliers.map(({ id, name }) => ({ value: String(id), text: name }))}
        />
      )}
      {choices.tags.length > 0 && (
        <ManyField
          key={`tags${tags.join()}`}
          name="tag"
          label={t('tag')}
          chosen={tags}
          choices={choices.tags.map((value) => ({ value, text: value }))}
        />
      )}
    </>
  );
}
