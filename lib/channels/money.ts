/** An amount such as `30000.00` in the minor unit of its currency; a finer rest is rounded half up. */
export function minorUnits(decimal: string, currency: string): number {
  const parts = /^(-?)(\d+)(?:\.(\d+))?$/.exec(decimal.trim());
  if (!parts) throw new RangeError(`not an amount: ${decimal}`);
  const [, sign, whole = '', fraction = ''] = parts;
  const digits = minorDigits(currency);
  const scaled = Number(whole + fraction.slice(0, digits).padEnd(digits, '0'));
  const rounded = scaled + ((fraction[digits] ?? '0') >= '5' ? 1 : 0);
  if (!Number.isSafeInteger(rounded)) throw new RangeError(`amount too large: ${decimal}`);
  return sign === '-' && rounded > 0 ? -rounded : rounded;
}

function minorDigits(currency: string): number {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  return format.resolvedOptions().maximumFractionDigits ?? 2;
}

/** A price in won, as goods and parcels are counted; 0, which nothing is compared with, in another currency. */
export const inWon = ({ unitPrice, currency }: { unitPrice: number; currency: string }) =>
  currency === 'KRW' ? unitPrice : 0;
