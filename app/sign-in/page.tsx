import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { findMember } from '@/lib/auth/current';
import { env } from '@/lib/env';
import { ClientMessages } from '../ui/client-messages';
import { LocaleButton } from '../ui/frame/locale-button';
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
  const t = await getTranslations('frame');
  return (
    <ClientMessages namespaces={['frame']}>
      <main className="grid min-h-dvh place-items-center p-6">
        <div className="w-72">
          <p className="font-extrabold text-3xl text-accent tracking-tight">{t('product')}</p>
          <p className="mt-1 mb-5 text-muted">{t('signIn.promise')}</p>
          <SignInForm to={to} practice={env().practice ? PRACTICE_OWNER : null} />
          <div className="mt-4">
            <LocaleButton />
          </div>
        </div>
      </main>
    </ClientMessages>
  );
}
