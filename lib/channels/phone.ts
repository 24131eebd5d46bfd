/**
 * A Korean number in domestic form (`010-1234-5678`), whether it came so, as digits only or as
 * E.164. A number of another country or one that is no number is only trimmed.
 */
export function domesticPhone(text: string | null | undefined): string {
  const trimmed = (text ?? '').trim();
  const written = trimmed.replace(/[\s().-]/g, '').replace(/^\+820?/, '0');
  const parts = /^(02|050\d|0\d{2})(\d{3,4})(\d{4})$/.exec(written);
  if (parts) return parts.slice(1).join('-');
  return /^1\d{7}$/.test(written) ? `${written.slice(0, 4)}-${written.slice(4)}` : trimmed;
}
