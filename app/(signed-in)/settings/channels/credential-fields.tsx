import { getTranslations } from 'next-intl/server';
import { Badge } from '@/app/ui/badge';
import { Field, Input } from '@/app/ui/form/field';
import type { Translate } from '@/app/ui/translate';
import type { ChannelSetting, ConnectionForm } from '@/lib/settings/channels';

type CredentialFieldsProps = { connection: ConnectionForm; channel?: ChannelSetting };

/** A stored credential is never drawn; it can only be typed anew. */
export async function CredentialFields({ connection, channel }: CredentialFieldsProps) {
  const t = await getTranslations('settings');
  const isStored = channel?.hasCredential ?? false;
  return (
    <fieldset className="rounded-md border border-line px-3 pt-1 pb-3">
      <legend className="flex items-center gap-1.5 px-1 font-semibold">
        {t('form.credential')}
        {isStored && <Badge tone="good">{t('channels.credential.stored')}</Badge>}
      </legend>
      <p className="mb-2 text-muted text-xs">
        {t(isStored ? 'form.credentialStored' : 'form.credentialNew')}{' '}
        {!channel && connection.hasShops && t('form.credentialShared')}
      </p>
      <div className="grid grid-cols-3 gap-3">
        {connection.credentialFields.map((field) => (
          <Field key={field} name={`credential.${field}`} label={labelOf(t, field)}>
            <Input
              type={field.endsWith('Id') ? 'text' : 'password'}
              autoComplete="new-password"
              spellCheck={false}
              maxLength={4000}
            />
          </Field>
        ))}
      </div>
    </fieldset>
  );
}

/** An adapter may ask for a field that has no Korean name yet. */
function labelOf(t: Translate<'settings'>, field: string): string {
  const key = `form.fields.${field}` as Parameters<typeof t.has>[0];
  return t.has(key) ? t(key) : field;
}
