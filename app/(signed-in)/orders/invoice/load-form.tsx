'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import type { SubmitEvent } from 'react';
import { ChannelField } from '@/app/ui/filter/channel-field';
import { FilterLabel, FilterSelect } from '@/app/ui/filter/filter-fields';
import type { Preset } from '@/app/ui/filter/params';
import { PeriodField } from '@/app/ui/filter/period-field';
import { FailureNote } from '@/app/ui/form/failure-note';
import { FormStateContext } from '@/app/ui/form/form-state';
import { SubmitButton } from '@/app/ui/form/submit-button';
import { useAction } from '@/app/ui/form/use-action';
import { loadStatuses } from '@/lib/invoicing/load/load-choices';
import type { LoadConditions } from '@/lib/invoicing/load/load-conditions';
import type { invoiceSearchKinds } from '@/lib/invoicing/load/search-kinds';
import type { ChannelChoice } from '@/lib/shipments/lists/channels';
import type { SupplierChoice } from '@/lib/shipments/lists/suppliers';
import { load } from './actions';
import { NumberBetween } from './number-between';

type LoadFormProps = {
  conditions: LoadConditions;
  channels: ChannelChoice[];
  suppliers: SupplierChoice[];
  presets: Preset[];
  searchKinds: readonly SearchKind[];
};

type SearchKind = (typeof invoiceSearchKinds)[number];

/** 불러오기: the conditions under which the list below is frozen. */
export function LoadForm(props: LoadFormProps) {
  const { conditions, channels, suppliers, presets, searchKinds } = props;
  const t = useTranslations('invoice.load');
  const router = useRouter();
  const { run, pending, failure } = useAction(load);
  const month = presets.find((preset) => preset.key === 'month');
  const all = { value: '', label: t('all') };

  function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    run(new FormData(event.currentTarget), ({ loadId }) => router.push(`?load=${loadId}`));
  }

  return (
    <FormStateContext value={{ pending, errors: failure?.fields ?? {} }}>
      <form
        method="post"
        aria-label={t('label')}
        aria-busy={pending}
        onSubmit={submit}
        className="panel no-print grid gap-2 px-3 py-2"
      >
        <div className="flex flex-wrap items-end gap-x-3 gap-y-2">
          <PeriodField
            label={t('orderedAt')}
            from={conditions.from ?? month?.from ?? ''}
            to={conditions.to ?? month?.to ?? ''}
            presets={presets}
            withTime
          />
          <SearchField
            kinds={searchKinds}
            kind={conditions.searchKind ?? 'orderNo'}
            word={conditions.word ?? ''}
          />
          <ChannelField
            channels={channels}
            chosen={conditions.channelIds ?? []}
            name="channelIds[]"
          />
        </div>
        <div className="flex flex-wrap items-end gap-x-3 gap-y-2">
          <FilterSelect
            name="status"
            label={t('status')}
            value={conditions.status}
            options={loadStatuses.map((value) => ({ value, label: t(`statuses.${value}`) }))}
          />
          <FilterSelect
            name="supplierId"
            label={t('supplier')}
            value={String(conditions.supplierId ?? '')}
            options={[
              all,
              ...suppliers.map(({ id, name }) => ({ value: String(id), label: name })),
            ]}
          />
          {suppliers.length > 0 && (
            <FilterSelect
              name="sender"
              label={t('sender')}
              value={conditions.sender ?? ''}
              options={[
                all,
                { value: 'ours', label: t('senders.ours') },
                { value: 'suppliers', label: t('senders.suppliers') },
              ]}
            />
          )}
          <NumberBetween name="amount" conditions={conditions} />
          <NumberBetween name="qty" conditions={conditions} />
          <FilterSelect
            name="splitParts"
            label={t('splitParts')}
            value={conditions.onlySplitParts ? 'only' : ''}
            options={[
              { value: '', label: t('splitAll') },
              { value: 'only', label: t('splitOnly') },
            ]}
          />
          <FilterSelect
            name="freightTerm"
            label={t('freight')}
            value={conditions.freightTerm ?? ''}
            options={[
              all,
              { value: 'prepaid', label: t('freights.prepaid') },
              { value: 'collect', label: t('freights.collect') },
            ]}
          />
          <FilterSelect
            name="destination"
            label={t('destination')}
            value={conditions.destination ?? ''}
            options={[
              all,
              { value: 'domestic', label: t('destinations.domestic') },
              { value: 'abroad', label: t('destinations.abroad') },
            ]}
          />
          <label className="flex h-[30px] items-center gap-1.5">
            <input type="checkbox" name="withoutHeld" defaultChecked={conditions.withoutHeld} />
            {t('withoutHeld')}
          </label>
          <SubmitButton needs="viewer" className="ml-auto min-w-20">
            {t('submit')}
          </SubmitButton>
        </div>
        <FailureNote message={failure?.message} />
      </form>
    </FormStateContext>
  );
}

type SearchFieldProps = { kinds: readonly SearchKind[]; kind: SearchKind; word: string };

function SearchField({ kinds, kind, word }: SearchFieldProps) {
  const t = useTranslations('invoice.load');
  return (
    <FilterLabel label={t('searchKind')}>
      <div className="flex">
        <select
          name="searchKind"
          defaultValue={kind}
          aria-label={t('searchKind')}
          className="input rounded-r-none border-r-0"
        >
          {kinds.map((one) => (
            <option key={one} value={one}>
              {t(`searchKinds.${one}`)}
            </option>
          ))}
        </select>
        <input
          type="search"
          name="word"
          defaultValue={word}
          aria-label={t('word')}
          maxLength={100}
          className="input w-28 rounded-l-none"
        />
      </div>
    </FilterLabel>
  );
}
