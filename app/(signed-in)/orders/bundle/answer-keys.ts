/** Keys by where they are, so that a Korean keyboard answers as well. */
export const answerKeys: Readonly<Record<string, 'together' | 'apart' | 'base' | 'allTogether'>> = {
  KeyY: 'together',
  KeyN: 'apart',
  KeyB: 'base',
  KeyA: 'allTogether',
};
