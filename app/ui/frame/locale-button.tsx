'use client';

import { useRouter } from 'next/navigation';
import { useLocale } from 'next-intl';
import { LOCALE_COOKIE, languageNames } from '@/lib/locale';
import { Button } from '../button';

const YEAR_SECONDS = 31_536_000;

/** Switches between the two languages; each is named in its own words. */
export function LocaleButton() {
  const router = useRouter();
  const other = useLocale() === 'ko' ? 'en' : 'ko';

  function choose() {
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing over plain http.
    document.cookie = `${LOCALE_COOKIE}=${other}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
    router.refresh();
  }

  return (
    <Button needs="viewer" variant="quiet" size="small" lang={other} onClick={choose}>
      {languageNames[other]}
    </Button>
  );
}
