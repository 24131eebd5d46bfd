import { createHash } from 'node:crypto';

export type HashedContent = {
  recipient: {
    name: string;
    phone: string;
    mobile: string;
    postcode: string;
    address1: string;
    address2: string;
  };
  items: readonly { variantId: number; quantity: number }[];
};

/**
 * The fingerprint of what was handed to the courier's program: to whom, and which goods. A number that
 * comes back is refused when it no longer fits.
 */
export function contentHash({ recipient, items }: HashedContent): string {
  const goods = items
    .map(({ variantId, quantity }) => [variantId, quantity] as const)
    .sort(([a], [b]) => a - b);
  const { name, phone, mobile, postcode, address1, address2 } = recipient;
  return createHash('sha256')
    .update(JSON.stringify([[name, phone, mobile, postcode, address1, address2], goods]))
    .digest('base64url');
}
