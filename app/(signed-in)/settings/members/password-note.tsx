'use client';

import { useTranslations } from 'next-intl';
import { DialogButtons } from '@/app/ui/dialog/dialog';

/** A password that is shown this one time. */
export function PasswordNote({ password }: { password: string }) {
  const t = useTranslations('members');
  return (
    <div className="grid gap-3">
      <p>{t('passwordOnce')}</p>
      <output aria-label={t('newPassword')} className="panel bg-sunken p-3 font-mono text-lg">
        {password}
      </output>
      <DialogButtons />
    </div>
  );
}
