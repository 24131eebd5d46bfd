import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { findMember, findPerson } from '@/lib/auth/current';
import { env } from '@/lib/env';
import { JoinForm } from '../(signed-in)/settings/account/join-form';
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
  const isInvited = person && !person.hasMall;
  return (
    <ClientMessages namespaces={['frame', 'members']}>
      <main className="grid min-h-dvh place-items-center p-6">
        <div className="w-72">
          <p className="font-extrabold text-3xl text-accent tracking-tight">{t('frame.product')}</p>
          <p className="mt-1 mb-5 text-muted">{t('frame.signIn.promise')}</p>
          {isInvited ? (
            <section className="panel grid gap-3 p-5">
              <h1 className="text-lg">{t('members.join.title')}</h1>
              <JoinForm />
            </section>
          ) : (
            <SignInForm to={to} practice={env().practice ? PRACTICE_OWNER : null} />
          )}
          <div className="mt-4 flex justify-between">
            <LocaleButton />
            {isInvited && <SignOutButton label={t('frame.signOut')} />}
          </div>
        </div>
      </main>
    </ClientMessages>
  );
}
