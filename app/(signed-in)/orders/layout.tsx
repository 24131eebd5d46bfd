import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { Trail } from '@/app/ui/frame/trail';

export default async function OrdersLayout({ children }: { children: ReactNode }) {
  const t = await getTranslations('frame.trails');
  return (
    <>
      <Trail steps={[t('orders'), t('integrated'), t('individual')]} />
      {children}
    </>
  );
}
