import type { LabelContent, LabelPrinting } from './label';

/** One PDF page per label and copy, in the order given. */
export function renderLabels(
  _labels: readonly LabelContent[],
  _printing: LabelPrinting,
): NodeJS.ReadableStream {
  throw new Error('not written yet');
}
