export type CompositionItem = { variantId: number; qty: number };

/** The one text of a composition: the same variants in the same quantities are the same composition. */
export function fingerprintOf(items: readonly CompositionItem[]): string {
  return [...items]
    .sort((a, b) => a.variantId - b.variantId)
    .map((item) => `${item.variantId}x${item.qty}`)
    .join('+');
}
