/** What a person does about a push that did not arrive: by its code, else by whose code it is. */
export function pushFix(
  { code, marketplace }: { code: string; marketplace: string },
  has: (key: string) => boolean,
): string {
  const keys = [...(code ? [`fixes.${code}`] : []), `fixesUnknown.${marketplace}`];
  return keys.find(has) ?? 'fixesUnknown.other';
}
