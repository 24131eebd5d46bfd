import Link from 'next/link';
import { getTranslations } from 'next-intl/server';

export default async function NotFound() {
  const t = await getTranslations('frame.notFound');
  return (
    <main className="grid min-h-[60dvh] place-items-center">
      <div className="text-center">
        <h1>{t('title')}</h1>
        <p className="mt-2 mb-4 text-muted">{t('text')}</p>
        <Link href="/" className="button">
          {t('home')}
        </Link>
      </div>
    </main>
  );
}
