'use client';

import { useTranslations } from 'next-intl';
import { Toaster } from 'sonner';

export function Toasts() {
  const t = useTranslations('ui');
  return (
    <Toaster
      position="bottom-right"
      duration={5000}
      closeButton
      richColors
      containerAriaLabel={t('notifications')}
      toastOptions={{ closeButtonAriaLabel: t('close') }}
    />
  );
}
