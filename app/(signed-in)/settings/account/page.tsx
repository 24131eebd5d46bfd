import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { ActionButton } from '@/app/ui/form/action-button';
import { currentMember } from '@/lib/auth/current';
import { MIN_PASSWORD_LENGTH } from '@/lib/auth/own-password';
import { SettingsScreen } from '../settings-screen';
import { leaveEverywhere } from './actions';
import { JoinForm } from './join-form';
import { PasswordForm } from './password-form';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('members.account');
  return { title: t('title') };
}

/** 내 계정: who one is here, and one's own password. */
export default async function AccountPage() {
  const [member, t] = [await currentMember(), await getTranslations('members')];
  return (
    <SettingsScreen screen="account" namespaces={['members']}>
      <section className="panel grid max-w-[440px] gap-1 p-4">
        <p className="font-semibold">{member.userName}</p>
        <p className="text-muted">
          {member.mallName} · {t(`roles.${member.role}`)} · {t('columns.personalData')}:{' '}
          {t(member.canSeePersonalData ? 'sees' : 'masked')}
        </p>
      </section>
      <section className="panel max-w-[440px] p-4">
        <h2 className="mb-3 font-semibold">{t('account.password')}</h2>
        <PasswordForm minLength={MIN_PASSWORD_LENGTH} />
      </section>
      <section className="panel grid max-w-[440px] gap-3 p-4">
        <h2 className="font-semibold">{t('account.sessions')}</h2>
        <p className="text-muted">{t('account.sessionsHint')}</p>
        <div>
          <ActionButton
            action={leaveEverywhere}
            needs="viewer"
            confirm={{
              title: t('account.leaveTitle'),
              body: t('account.leaveBody'),
              label: t('account.leave'),
            }}
          >
            {t('account.leave')}
          </ActionButton>
        </div>
      </section>
      <section className="panel max-w-[440px] p-4">
        <h2 className="mb-3 font-semibold">{t('join.title')}</h2>
        <JoinForm />
      </section>
    </SettingsScreen>
  );
}
