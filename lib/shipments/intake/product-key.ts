import { createHash } from 'node:crypto';

/** Keys stand in an index, whose entries are short; a longer text is named by its hash. */
const LONGEST = 200;

/**
 * What a match is remembered under: the channel's product code, or else the product's name in one
 * spelling, marked so that no code can look like it. Empty when there is neither: never remembered.
 */
export function productKey(productCode: string, productName: string): string {
  const code = productCode.normalize('NFKC').trim();
  if (code) return short(code);
  const name = spelling(productName);
  return name && short(`~${name}`);
}

/** An option in one spelling: letter case, widths and the spaces around separators do not matter. */
export function optionKey(option: string): string {
  return short(spelling(option).replace(/ ?([:/,;|=+()[\]]) ?/g, '$1'));
}

function spelling(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\p{Cf}/gu, '')
    .replace(/\s+/g, ' ')
    .trim();
}

function short(key: string): string {
  if (key.length <= LONGEST) return key;
  return `#${createHash('sha256').update(key).digest('base64url')}`;
}
