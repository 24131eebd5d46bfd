import type { Translate } from '@/app/ui/translate';
import type { ImportedEntry } from '@/lib/configuration/import';
import { mallSettings } from '@/lib/configuration/mall-settings';

/** Which one it is, as the screens call what a mall has one of. */
export function entryName(
  t: Translate<'configuration'>,
  { section, name }: Pick<ImportedEntry, 'section' | 'name'>,
): string {
  const setting = section === 'mall' && mallSettings.find((one) => one === name);
  return setting ? t(`mallSettings.${setting}`) : name;
}
