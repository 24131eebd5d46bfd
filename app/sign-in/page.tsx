import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { findMember, findPerson } from '@/lib/auth/current';
import { MIN_PASSWORD_LENGTH } from '@/lib/auth/own-password';
import type { Person } from '@/lib/auth/person';
import { env } from '@/lib/env';
import { JoinForm } from '../(signed-in)/settings/account/join-form';
import { PasswordForm } from '../(signed-in)/settings/account/password-form';
import { ClientMessages } from '../ui/client-messages';
import { LocaleButton } from '../ui/frame/locale-button';
import { SignOutButton } from '../ui/frame/sign-out-button';
import { ownPath } from './own-path';
import { SignInForm } from './sign-in-form';

const PRACTICE_OWNER = { email: 'demo@moa.local', password: 'moa-practice' };

type Props = { searchParams: Promise<{ from?: string | string[] }> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('frame.signIn');
  return { title: t('title') };
}

export default async function SignInPage({ searchParams }: Props) {
  const to = ownPath((await searchParams).from);
  if (await findMember()) redirect(to);
  const [person, t] = [await findPerson(), await getTranslations()];
  const step = stepOf(person);
  return (
    <ClientMessages namespaces={['frame', 'members']}>
      <main className="grid min-h-dvh place-items-center p-6">
        <div className="w-72">
          <p className="font-extrabold text-3xl text-accent tracking-tight">{t('frame.product')}</p>
          <p className="mt-1 mb-5 text-muted">{t('frame.signIn.promise')}</p>
          {step === 'signIn' ? (
            <SignInForm to={to} practice={env().practice ? PRACTICE_OWNER : null} />
          ) : (
            <section className="panel grid gap-3 p-5">
              <h1 className="text-lg">{t(`members.${step}.title`)}</h1>
              {step === 'join' && <JoinForm />}
              {step === 'ownPassword' && (
                <>
                  <p className="text-muted">{t('members.ownPassword.why')}</p>
                  <PasswordForm minLength={MIN_PASSWORD_LENGTH} />
                </>
              )}
            </section>
          )}
          <div className="mt-4 flex justify-between">
            <LocaleButton />
            {step !== 'signIn' && <SignOutButton label={t('frame.signOut')} />}
          </div>
        </div>
      </main>
    </ClientMessages>
  );
}

/** What still stands between somebody and their mall. */
function stepOf(person: (Person & { hasMall: boolean }) | undefined) {
  if (!person) return 'signIn';
  if (person.mustChangePassword) return 'ownPassword';
  return person.hasMall ? 'signIn' : 'join';
}
