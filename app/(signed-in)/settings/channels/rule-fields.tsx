import { getTranslations } from 'next-intl/server';
import { Field, FieldSet, Input, Radio } from '@/app/ui/form/field';
import {
  type ChannelSetting,
  type ConnectionForm,
  choosesPartialShipment,
} from '@/lib/settings/channels';

type RuleFieldsProps = { connection: ConnectionForm; channel?: ChannelSetting };

/** How the channel is collected, acknowledged and told of waybills, and at which address. */
export async function RuleFields({ connection, channel }: RuleFieldsProps) {
  const t = await getTranslations('settings.form');
  const collects = channel?.collectsAutomatically ?? true;
  const acknowledges = channel?.acknowledgesAutomatically ?? false;
  const account = channel?.account ?? `(${t('account')})`;
  const partial = channel?.partialShipment ?? 'wait_for_all';
  return (
    <fieldset className="grid gap-3 rounded-md border border-line px-3 pt-1 pb-3">
      <legend className="px-1 font-semibold">{t('rules')}</legend>
      <div className="grid grid-cols-3 items-start gap-3">
        <FieldSet name="collecting" label={t('collecting')}>
          {(['automatic', 'manual'] as const).map((choice) => (
            <Radio
              key={choice}
              name="collecting"
              value={choice}
              label={t(`collectingChoices.${choice}`)}
              defaultChecked={collects === (choice === 'automatic')}
            />
          ))}
        </FieldSet>
        <Field name="collectIntervalMinutes" label={t('interval')} hint={t('intervalHint')}>
          <Input
            type="number"
            min={10}
            max={1440}
            step={10}
            defaultValue={channel?.collectIntervalMinutes ?? 10}
            required
            className="w-24 text-right"
          />
        </Field>
        <FieldSet name="acknowledging" label={t('acknowledging')}>
          {(['manual', 'automatic'] as const).map((choice) => (
            <Radio
              key={choice}
              name="acknowledging"
              value={choice}
              label={t(`acknowledgingChoices.${choice}`)}
              defaultChecked={acknowledges === (choice === 'automatic')}
            />
          ))}
        </FieldSet>
      </div>
      {choosesPartialShipment(connection, channel) && (
        <FieldSet
          name="partialShipment"
          label={t('partial')}
          hint={t(connection.shipsInParts ? 'partialFileHint' : 'partialHint')}
        >
          {(['wait_for_all', 'first_ships_all'] as const).map((choice) => (
            <Radio
              key={choice}
              name="partialShipment"
              value={choice}
              label={t(`partialChoices.${choice}`)}
              defaultChecked={partial === choice}
            />
          ))}
        </FieldSet>
      )}
      <details open={Boolean(channel?.baseUrl)}>
        <summary className="text-muted text-xs">{t('advanced')}</summary>
        <Field
          name="baseUrl"
          label={t('baseUrl')}
          hint={t('baseUrlHint', {
            address: connection.defaultBaseUrl.replaceAll('{account}', account),
          })}
          className="mt-2"
        >
          <Input
            inputMode="url"
            defaultValue={channel?.baseUrl ?? ''}
            maxLength={300}
            spellCheck={false}
            className="w-full"
          />
        </Field>
      </details>
    </fieldset>
  );
}
