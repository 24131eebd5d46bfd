'use client';

import { useTranslations } from 'next-intl';
import { DialogButtons } from '@/app/ui/dialog/dialog';

/** A password or an invitation's code, which is shown this one time. */
export function OnceNote({ kind, text }: { kind: 'password' | 'code'; text: string }) {
  const t = useTranslations(`members.once.${kind}`);
  return (
    <div className="grid gap-3">
      <p>{t('lead')}</p>
      <output aria-label={t('label')} className="panel bg-sunken p-3 font-mono text-lg">
        {text}
      </output>
      <DialogButtons />
    </div>
  );
}
