import { type CourierKey, courierKeys, courierOf } from './registry';

/** The courier a person or a file means by a name: spelling, blanks and a missing 택배 don't matter. */
export function courierByName(text: string): CourierKey | null {
  return byName.get(plain(text)) ?? byName.get(shortened(text)) ?? null;
}

const byName = new Map<string, CourierKey>();
for (const key of courierKeys) {
  const { koreanName, englishName, aliases } = courierOf(key);
  for (const name of [key, koreanName, englishName, ...aliases]) {
    byName.set(plain(name), key);
    byName.set(shortened(name), key);
  }
}

function shortened(text: string): string {
  return plain(text).replace(/택배$/, '');
}

function plain(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\s()（）\-_.]/g, '')
    .toLowerCase();
}
