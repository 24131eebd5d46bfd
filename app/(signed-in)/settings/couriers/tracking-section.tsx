import { getTranslations } from 'next-intl/server';
import { CourierName } from '@/app/ui/courier';
import { ActionForm } from '@/app/ui/form/action-form';
import { Field, Input } from '@/app/ui/form/field';
import { SubmitButton } from '@/app/ui/form/submit-button';
import { formatNumber, formatTime } from '@/app/ui/format';
import { List } from '@/app/ui/table/list';
import { type Column, Table } from '@/app/ui/table/table';
import type { TrackingRound } from '@/lib/shipping/tracking/service';
import { setTracking } from './actions';

type TrackingSectionProps = {
  baseUrl: string | null;
  hasKey: boolean;
  rounds: TrackingRound[];
  mayChange: boolean;
};

const SERVICE_URL = 'https://info.sweettracker.co.kr';

/** 배송조회: whom we ask where parcels are, and how the last asking went. */
export async function TrackingSection({
  baseUrl,
  hasKey,
  rounds,
  mayChange,
}: TrackingSectionProps) {
  const t = await getTranslations('couriers.tracking');
  const columns: Column<TrackingRound>[] = [
    {
      key: 'courier',
      header: t('courier'),
      cell: ({ courier }) => <CourierName courier={courier} none={courier} />,
    },
    { key: 'checkedAt', header: t('checkedAt'), cell: (row) => formatTime(row.checkedAt) },
    { key: 'asked', header: t('asked'), kind: 'number', cell: (row) => formatNumber(row.asked) },
    {
      key: 'delivered',
      header: t('delivered'),
      kind: 'number',
      cell: (row) => formatNumber(row.delivered),
    },
    { key: 'error', header: t('error'), kind: 'text', cell: (row) => row.error ?? '-' },
  ];
  return (
    <section className="mt-2 grid gap-2.5" aria-label={t('title')}>
      <h2 className="font-semibold">{t('title')}</h2>
      <p className="text-muted">{t('lead')}</p>
      {mayChange && (
        <ActionForm action={setTracking} className="panel flex flex-wrap items-end gap-2 px-3 py-3">
          <Field name="baseUrl" label={t('baseUrl')} className="grow">
            <Input
              required
              maxLength={300}
              defaultValue={baseUrl ?? SERVICE_URL}
              className="w-full"
            />
          </Field>
          <Field name="apiKey" label={t('apiKey')}>
            <Input type="password" required maxLength={300} autoComplete="off" />
          </Field>
          <SubmitButton>{t('save')}</SubmitButton>
        </ActionForm>
      )}
      <List total={rounds.length}>
        <Table
          label={t('title')}
          columns={columns}
          rows={rounds}
          rowKey={(row) => row.courier}
          rowTone={(row) => (row.error ? 'bad' : undefined)}
          emptyHint={hasKey ? t('noneYet') : t('notSet')}
        />
      </List>
    </section>
  );
}
