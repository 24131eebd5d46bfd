/** The last part of what somebody calls a file: no path, and nothing that cannot be seen. */
export function plainFileName(name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? '';
  return (
    last
      .replace(/\p{C}/gu, '')
      .replace(/^[.\s]+/, '')
      .trim() || 'file'
  );
}
