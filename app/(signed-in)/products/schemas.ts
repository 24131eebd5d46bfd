import { z } from 'zod';
import { id } from '@/lib/ids';
import { bundlingRules, tagsIn, temperatures } from '@/lib/products/variant';

export const ids = z.array(id).min(1).max(500);

const MOST = 1_000_000;
export const price = z.coerce.number().int().min(0).max(1_000_000_000);
export const quantity = z.coerce.number().int().min(0).max(MOST);
const shortText = z.string().trim().max(50);
const tags = z.string().max(500).default('').transform(tagsIn);

/** Of one variant; shared by a new product, a new option and an edit. */
export const variantFields = {
  variantCode: shortText.min(1),
  barcode: shortText.default(''),
  option: z.string().trim().max(200).default(''),
  price: price.default(0),
};

export const handlingFields = {
  temperature: z.enum(temperatures),
  bundling: z.enum(bundlingRules),
  maxPerParcel: z.coerce.number().int().min(1).max(MOST).default(0).transform(nullForZero),
  tags,
  location: shortText.default(''),
  safetyQty: quantity.default(0),
  isSupplierShipped: z
    .literal('on')
    .optional()
    .transform((on) => on === 'on'),
};

export const productFields = {
  name: z.string().trim().min(1).max(200),
  supplierId: id.optional().transform((supplierId) => supplierId ?? null),
};

const tagList = z.string().max(500).transform(tagsIn).optional();

/** An empty field changes nothing; `none` and 0 empty what stands. */
export const changesSchema = {
  temperature: z.enum(temperatures).optional(),
  bundling: z.enum(bundlingRules).optional(),
  maxPerParcel: z.coerce.number().int().min(0).max(MOST).transform(nullForZero).optional(),
  location: shortText.optional(),
  safetyQty: quantity.optional(),
  price: price.optional(),
  isSupplierShipped: z
    .enum(['yes', 'no'])
    .transform((answer) => answer === 'yes')
    .optional(),
  supplierId: z.union([z.literal('none').transform(() => null), id]).optional(),
  addsTags: tagList,
  removesTags: tagList,
};

function nullForZero(qty: number): number | null {
  return qty === 0 ? null : qty;
}
