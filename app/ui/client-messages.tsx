import { NextIntlClientProvider } from 'next-intl';
import { getMessages } from 'next-intl/server';
import type { ReactNode } from 'react';
import type { Messages } from '@/lib/i18n';

const ALWAYS = ['errors', 'ui'] as const satisfies (keyof Messages)[];

/** Gives the client leaves below it the text of these namespaces, and of no others. */
export async function ClientMessages({
  namespaces,
  children,
}: {
  namespaces: (keyof Messages)[];
  children: ReactNode;
}) {
  const messages = await getMessages();
  const given = [...ALWAYS, ...namespaces].map((name) => [name, messages[name]]);
  return (
    <NextIntlClientProvider messages={Object.fromEntries(given)}>{children}</NextIntlClientProvider>
  );
}
