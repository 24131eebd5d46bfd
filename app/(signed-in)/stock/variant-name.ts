/** A variant as dialogs call it. */
export function nameOf({ productName, option }: { productName: string; option: string }): string {
  return `${productName} ${option}`.trim();
}
