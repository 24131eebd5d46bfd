import { getLocale, getTranslations } from 'next-intl/server';
import { Badge } from '@/app/ui/badge';
import { ChannelName } from '@/app/ui/channel-mark';
import { ActionForm } from '@/app/ui/form/action-form';
import { Input } from '@/app/ui/form/field';
import { SubmitButton } from '@/app/ui/form/submit-button';
import { Table } from '@/app/ui/table/table';
import { currentCtx } from '@/lib/auth/current';
import { courierName } from '@/lib/couriers/registry';
import { nameIn } from '@/lib/name-in';
import {
  type CourierCode,
  type CourierCodeMap,
  courierCodeMaps,
} from '@/lib/settings/courier-codes';
import { saveCourierCodes } from './actions';

/** 택배사 코드: by which code each marketplace is told of each courier. */
export async function CourierCodes({ mayChange }: { mayChange: boolean }) {
  const t = await getTranslations('settings.courierCodes');
  const maps = await courierCodeMaps(await currentCtx());
  return (
    <>
      <p className="text-muted">{t('lead')}</p>
      <div className="grid grid-cols-2 items-start gap-2.5">
        {maps.map((map) => (
          <CodeMap key={map.marketplace} map={map} mayChange={mayChange} />
        ))}
      </div>
    </>
  );
}

async function CodeMap({ map, mayChange }: { map: CourierCodeMap; mayChange: boolean }) {
  const t = await getTranslations('settings.courierCodes');
  const { marketplace } = map;
  const locale = await getLocale();
  const name = nameIn(locale, map);
  return (
    <ActionForm action={saveCourierCodes} className="panel">
      <input type="hidden" name="marketplace" value={marketplace} />
      <header className="flex min-h-10 items-center gap-2 border-line border-b px-3 font-semibold">
        <ChannelName name={name} mark={map.mark} />
        {mayChange && (
          <SubmitButton size="small" className="ml-auto">
            {t('save', { marketplace: name })}
          </SubmitButton>
        )}
      </header>
      <Table
        label={name}
        rows={map.codes}
        rowKey={({ courier }) => courier}
        rowTone={({ code }) => (code === '' ? 'warn' : undefined)}
        columns={[
          { key: 'courier', header: t('courier'), cell: (row) => courierName(locale, row.courier) },
          { key: 'standard', header: t('standard'), cell: (row) => row.standardCode || '-' },
          {
            key: 'code',
            header: t('code'),
            cell: (row, index) => (
              <>
                <input type="hidden" name={`codes.${index}.courier`} value={row.courier} />
                <Input
                  key={row.code}
                  name={`codes.${index}.code`}
                  aria-label={t('codeOf', { courier: courierName(locale, row.courier) })}
                  defaultValue={row.code}
                  maxLength={40}
                  disabled={!mayChange}
                  spellCheck={false}
                  className="h-6 w-32"
                />
              </>
            ),
          },
          { key: 'kind', header: '', cell: (row) => <CodeKind code={row} /> },
        ]}
      />
    </ActionForm>
  );
}

async function CodeKind({ code: { code, standardCode } }: { code: CourierCode }) {
  const t = await getTranslations('settings.courierCodes');
  if (code === '') return <Badge tone="warn">{t('refused')}</Badge>;
  return code === standardCode ? null : <Badge tone="accent">{t('own')}</Badge>;
}
