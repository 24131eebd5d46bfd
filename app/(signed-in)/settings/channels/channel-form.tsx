import { getLocale, getTranslations } from 'next-intl/server';
import { DialogButtons } from '@/app/ui/dialog/dialog';
import { ActionForm } from '@/app/ui/form/action-form';
import { Field, Input } from '@/app/ui/form/field';
import { SubmitButton } from '@/app/ui/form/submit-button';
import type { Action } from '@/lib/action';
import { type Marketplace, OTHER } from '@/lib/channels/marketplaces';
import { nameIn } from '@/lib/name-in';
import { type ChannelSetting, type ConnectionForm, connectionForm } from '@/lib/settings/channels';
import { CredentialFields } from './credential-fields';
import { RuleFields } from './rule-fields';

type ChannelFormProps = {
  action: Action;
  marketplace: Marketplace;
  /** The one that is edited; a new one without it. */
  channel?: ChannelSetting;
};

/** What makes a channel: who it is, its credential, how it is worked. Without an API only a name. */
export async function ChannelForm({ action, marketplace, channel }: ChannelFormProps) {
  const t = await getTranslations('settings.form');
  const connection = connectionForm(marketplace.key);
  const isNew = channel === undefined;
  const isNamed = marketplace.key === OTHER;
  const ownHint = { [OTHER]: t('namedHint'), manual: t('manualHint') }[marketplace.key];
  const ownName =
    channel?.name ?? (connection || isNamed ? '' : nameIn(await getLocale(), marketplace));
  return (
    <ActionForm action={action} className="grid gap-4">
      {channel ? (
        <input type="hidden" name="channelId" value={channel.id} />
      ) : (
        <input type="hidden" name="marketplace" value={marketplace.key} />
      )}
      <div
        className={`grid items-start gap-3 ${isNew && connection?.hasShops ? 'grid-cols-4' : 'grid-cols-3'}`}
      >
        {connection && isNew && <AccountFields connection={connection} />}
        <Field
          name="name"
          label={t('name')}
          hint={isNew && (ownHint ?? (connection && t('nameHint')))}
        >
          <Input
            autoFocus={!connection || !isNew}
            maxLength={60}
            defaultValue={ownName}
            required={!connection || !isNew}
          />
        </Field>
        <Field name="priority" label={t('priority')} hint={t('priorityHint')}>
          <Input
            type="number"
            min={1}
            max={999}
            defaultValue={channel?.priority ?? 100}
            required
            className="w-24 text-right"
          />
        </Field>
      </div>
      {connection && <CredentialFields connection={connection} channel={channel} />}
      {connection && <RuleFields connection={connection} channel={channel} />}
      <DialogButtons>
        <SubmitButton>{t('save')}</SubmitButton>
      </DialogButtons>
    </ActionForm>
  );
}

async function AccountFields({ connection }: { connection: ConnectionForm }) {
  const t = await getTranslations('settings.form');
  const isInAddress = connection.defaultBaseUrl.includes('{account}');
  return (
    <>
      <Field
        name="account"
        label={t('account')}
        hint={t(isInAddress ? 'accountInAddress' : 'accountHint')}
      >
        <Input autoFocus maxLength={60} required autoComplete="off" spellCheck={false} />
      </Field>
      {connection.hasShops && (
        <Field name="shopNo" label={t('shopNo')} hint={t('shopNoHint')}>
          <Input
            type="number"
            min={1}
            max={9999}
            defaultValue={1}
            required
            className="w-24 text-right"
          />
        </Field>
      )}
    </>
  );
}
