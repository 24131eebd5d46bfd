'use client';

import { useTranslations } from 'next-intl';
import { Button } from './ui/button';

type Props = { error: Error & { digest?: string }; retry: () => void };

export default function ErrorScreen({ error, retry }: Props) {
  const t = useTranslations('ui.broken');
  return (
    <main className="grid min-h-[60dvh] place-items-center" role="alert">
      <div className="text-center">
        <h1>{t('title')}</h1>
        <p className="mt-2 mb-4 text-muted">
          {error.digest ? t('textWithId', { id: error.digest }) : t('text')}
        </p>
        <Button needs="viewer" variant="primary" onClick={retry}>
          {t('retry')}
        </Button>
      </div>
    </main>
  );
}
