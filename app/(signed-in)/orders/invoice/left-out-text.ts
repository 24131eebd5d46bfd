import type { getTranslations } from 'next-intl/server';
import type { LeftOut } from '@/lib/invoicing/left-out';
import type { ListRefusal } from '@/lib/invoicing/plan';

type PdfWords = Awaited<ReturnType<typeof getTranslations<'invoice.pdf'>>>;

/** For the head of a list: how many of the parcels asked for are not on it, and why. */
export function leftOutText(t: PdfWords, leftOut: readonly LeftOut<ListRefusal>[]): string {
  if (leftOut.length === 0) return '';
  const count = leftOut.reduce((sum, part) => sum + part.count, 0);
  const reasons = leftOut.map((part) => t(`leftOutReasons.${part.reason}`, { count: part.count }));
  return t('leftOut', { count, reasons: reasons.join(' · ') });
}
