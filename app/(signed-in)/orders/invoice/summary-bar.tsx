import { getTranslations } from 'next-intl/server';
import type { Params } from '@/app/ui/filter/params';
import { formatNumber, formatTime } from '@/app/ui/format';
import {
  orderStates,
  printStates,
  regionChoices,
  sizeChoices,
  waybillStates,
} from '@/lib/invoicing/load/load-choices';
import type { WaveChoice } from '@/lib/invoicing/load/waves';
import type { InvoiceScreen } from '@/lib/invoicing/screen';
import type { Asked } from './asked';
import { ListFilter } from './list-filter';

type SummaryBarProps = {
  screen: InvoiceScreen;
  asked: Asked;
  params: Params;
  accounts: { id: number; name: string }[];
  waves: WaveChoice[];
};

const parts = ['none', 'issued', 'printed', 'unprinted', 'error'] as const;
/** 총 n건 | 미등록 | 송장 | 출력 | 미출력 | 오류 | 총수량 of the whole load, and the filters over its list. */
export async function SummaryBar({ screen, asked, params, accounts, waves }: SummaryBarProps) {
  const t = await getTranslations('invoice');
  const { summary, conditions, loadedAt } = screen;
  return (
    <section
      aria-label={t('summary.label')}
      className="panel flex flex-wrap items-center gap-x-4 gap-y-1.5 px-3 py-1.5"
    >
      <dl className="numeric flex flex-wrap items-baseline divide-x divide-line">
        <div className="flex gap-1.5 pr-3 font-semibold">
          <dt>{t('summary.total')}</dt>
          <dd data-count={summary.total}>{t('summary.count', { count: summary.total })}</dd>
        </div>
        {parts.map((part) => (
          <div key={part} className="flex gap-1.5 px-3">
            <dt className="text-muted">{t(`summary.${part}`)}</dt>
            <dd
              data-count={summary[part]}
              className={`font-semibold ${part === 'error' && summary.error > 0 ? 'text-bad' : ''}`}
            >
              {formatNumber(summary[part])}
            </dd>
          </div>
        ))}
        <div className="flex gap-1.5 pl-3">
          <dt className="text-muted">{t('summary.units')}</dt>
          <dd data-count={summary.units} className="font-semibold">
            {formatNumber(summary.units)}
          </dd>
        </div>
      </dl>
      <span className="text-faint text-xs">
        {conditions.preset && `${t(`load.presets.${conditions.preset}`)} · `}
        {t('load.loadedAt', { at: formatTime(loadedAt) })}
      </span>
      <div className="no-print ml-auto flex flex-wrap items-center gap-x-3 gap-y-1.5">
        <ListFilter
          name="state"
          label={t('filters.state')}
          value={asked.state}
          params={params}
          options={orderStates.map((value) => ({ value, label: t(`filters.states.${value}`) }))}
        />
        <ListFilter
          name="waybill"
          label={t('filters.waybill')}
          value={asked.waybill}
          params={params}
          options={waybillStates.map((value) => ({ value, label: t(`filters.waybills.${value}`) }))}
        />
        <ListFilter
          name="printed"
          label={t('filters.printed')}
          value={asked.printed}
          params={params}
          options={printStates.map((value) => ({ value, label: t(`filters.prints.${value}`) }))}
        />
        <ListFilter
          name="account"
          label={t('filters.account')}
          value={asked.account}
          params={params}
          options={[
            { value: 'all', label: t('filters.accounts.all') },
            ...accounts.map(({ id, name }) => ({ value: String(id), label: name })),
            { value: 'none', label: t('filters.accounts.none') },
          ]}
        />
        <ListFilter
          name="region"
          label={t('filters.region')}
          value={asked.region}
          params={params}
          options={regionChoices.map((value) => ({ value, label: t(`filters.regions.${value}`) }))}
        />
        <ListFilter
          name="wave"
          label={t('wave.label')}
          value={asked.wave}
          params={params}
          options={[
            { value: 'all', label: t('wave.all') },
            ...waves.map(({ id, ...wave }) => ({
              value: String(id),
              label: t('wave.option', { ...wave, day: wave.day.slice(5) }),
            })),
            { value: 'none', label: t('wave.none') },
          ]}
        />
        <ListFilter
          name="kind"
          label={t('filters.size')}
          value={asked.kind}
          params={params}
          options={sizeChoices.map((value) => ({ value, label: t(`filters.sizes.${value}`) }))}
        />
      </div>
    </section>
  );
}
