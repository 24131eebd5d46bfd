/** A header as compared: no blanks, brackets or marks, small letters, 메시지 written 메세지. */
export function plainHeader(header: string): string {
  return header
    .normalize('NFKC')
    .replace(/[^\p{L}\p{N}+]/gu, '')
    .toLowerCase()
    .replaceAll('메시지', '메세지');
}

/** For each field the first of its names that is among the headers; a field without one is left out. */
export function columnsByName<Field extends string>(
  headers: readonly string[],
  names: Partial<Record<Field, readonly string[]>>,
): Partial<Record<Field, number>> {
  const indexByName = new Map<string, number>();
  for (const [index, header] of headers.entries()) {
    const plain = plainHeader(header);
    if (plain && !indexByName.has(plain)) indexByName.set(plain, index);
  }
  const columns: Partial<Record<Field, number>> = {};
  for (const [field, candidates] of Object.entries(names) as [Field, readonly string[]][]) {
    const found = candidates.map(plainHeader).find((name) => indexByName.has(name));
    if (found !== undefined) columns[field] = indexByName.get(found);
  }
  return columns;
}

export function hasHeaders(headers: readonly string[], wanted: readonly string[]): boolean {
  const present = new Set(headers.map(plainHeader));
  return wanted.every((header) => present.has(plainHeader(header)));
}
