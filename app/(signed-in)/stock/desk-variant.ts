import type { StockRow } from '@/lib/stock/screen';

/** What the dialogs know of the variant they work on. */
export type DeskVariant = Pick<
  StockRow,
  'variantId' | 'variantCode' | 'productName' | 'option' | 'onHand' | 'allocated' | 'safetyQty'
>;

/** A variant as dialogs call it. */
export function nameOf({ productName, option }: { productName: string; option: string }): string {
  return `${productName} ${option}`.trim();
}
