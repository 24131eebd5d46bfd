import { getTranslations } from 'next-intl/server';

const kinds = [
  'busy',
  'unavailable',
  'answer',
  'refused',
  'credential',
  'claims',
  'internal',
] as const;

/** Our sentence for a failure stored as `kind:detail`, with what the marketplace said behind it. */
export async function failureText(error: string | null): Promise<string> {
  if (!error) return '';
  const t = await getTranslations('collect');
  const colon = error.indexOf(':');
  const [given, detail] = [error.slice(0, colon), error.slice(colon + 1).trim()];
  const kind = kinds.find((known) => known === given) ?? 'internal';
  const sentence = t(`failures.${kind}`);
  return detail ? `${sentence} (${detail})` : sentence;
}
