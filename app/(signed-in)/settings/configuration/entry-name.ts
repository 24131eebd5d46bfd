import type { Translate } from '@/app/ui/translate';
import type { ImportedEntry } from '@/lib/configuration/import';
import { mallSettings } from '@/lib/configuration/mall-settings';

/** Which one it is, as the screens call what a mall has one of, and the kinds of files. */
export function entryName(
  t: Translate<'configuration'>,
  { section, name }: Pick<ImportedEntry, 'section' | 'name'>,
): string {
  const [, purpose, mapping = ''] = /^(orders|waybills) (.*)$/.exec(name) ?? [];
  if (section === 'columnMappings' && purpose)
    return `${t(`purposes.${purpose as 'orders'}`)} ${mapping}`;
  const setting = section === 'mall' && mallSettings.find((one) => one === name);
  return setting ? t(`mallSettings.${setting}`) : name;
}
