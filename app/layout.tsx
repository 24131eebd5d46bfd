import './globals.css';
import type { Metadata } from 'next';
import { connection } from 'next/server';
import { getLocale } from 'next-intl/server';
import type { ReactNode } from 'react';
import { ClientMessages } from './ui/client-messages';
import { Toasts } from './ui/toasts';

export const metadata: Metadata = {
  title: { default: '모아', template: '%s · 모아' },
  robots: { index: false, follow: false },
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  // Scripts carry the nonce of their request, so no page may be drawn at build time.
  await connection();
  return (
    <html lang={await getLocale()}>
      <body>
        <ClientMessages namespaces={[]}>
          {children}
          <Toasts />
        </ClientMessages>
      </body>
    </html>
  );
}
