import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { ActionForm } from '@/app/ui/form/action-form';
import { Field, Select } from '@/app/ui/form/field';
import { SubmitButton } from '@/app/ui/form/submit-button';
import { currentCtx } from '@/lib/auth/current';
import { isAtLeast } from '@/lib/auth/role';
import { ruleSettings } from '@/lib/settings/parcel-rules';
import { SettingsScreen } from '../settings-screen';
import { saveUsual } from './actions';
import { RemoteForm } from './remote-form';
import { RuleList } from './rule-list';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('rules');
  return { title: t('title') };
}

/** 배송 규칙: which contract a parcel is proposed for, and which parcels wait for a person. */
export default async function RulesPage() {
  const [ctx, t] = [await currentCtx(), await getTranslations('rules')];
  const settings = await ruleSettings(ctx);
  const mayChange = isAtLeast(ctx.role, 'manager');
  return (
    <SettingsScreen screen="rules" namespaces={['rules']}>
      <RuleList kind="courier" settings={settings} mayChange={mayChange} />
      <ActionForm
        key={settings.usualAccountId}
        action={saveUsual}
        className="panel flex flex-wrap items-center gap-2 px-3 py-3"
      >
        <Field name="accountId" label={t('usual.label')} hint={t('usual.hint')}>
          <Select defaultValue={settings.usualAccountId ?? ''} disabled={!mayChange}>
            <option value="">{t('usual.none')}</option>
            {settings.accounts.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
        </Field>
        {mayChange && <SubmitButton>{t('usual.save')}</SubmitButton>}
      </ActionForm>
      <RuleList kind="hold" settings={settings} mayChange={mayChange} />
      <RemoteForm
        ranges={settings.remotePostcodes}
        isOwn={settings.isOwnList}
        mayChange={mayChange}
      />
    </SettingsScreen>
  );
}
