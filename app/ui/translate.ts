import type { Messages, NamespaceKeys, NestedKeyOf } from 'next-intl';
import type { getTranslations } from 'next-intl/server';

/** What `getTranslations` gives for a namespace. */
export type Translate<Namespace extends NamespaceKeys<Messages, NestedKeyOf<Messages>>> = Awaited<
  ReturnType<typeof getTranslations<Namespace>>
>;
