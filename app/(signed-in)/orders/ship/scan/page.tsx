import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { ClientMessages } from '@/app/ui/client-messages';
import { SameMall } from '@/app/ui/frame/same-mall';
import { currentCtx } from '@/lib/auth/current';
import { Station } from './station';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('scan');
  return { title: t('title') };
}

export default async function ScanPage() {
  const { mallId } = await currentCtx();
  return (
    <ClientMessages namespaces={['scan', 'ship']}>
      <SameMall mallId={mallId} />
      <Station mallId={mallId} />
    </ClientMessages>
  );
}
