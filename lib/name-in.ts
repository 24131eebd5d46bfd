export type Named = { koreanName: string; englishName: string };

/** What a reader of this language calls it. */
export const nameIn = (locale: string, { koreanName, englishName }: Named): string =>
  locale === 'ko' ? koreanName : englishName;
