import { z } from 'zod';
import { id } from '@/lib/ids';
import { dayOrMinute } from '@/lib/period-field';

const text = (maximum: number) => z.string().trim().max(maximum).default('');
const requiredText = (maximum: number) => z.string().trim().min(1).max(maximum);

/** Digits with what people write between them; a seller also types extensions behind. */
const phone = z
  .string()
  .trim()
  .max(50)
  .regex(/^[+0-9][0-9 ().-]{6,}/, 'register.errors.phone')
  .or(z.literal(''))
  .default('');

/** A minute in Korea, as a datetime-local field gives it. */
const moment = z
  .string()
  .refine(
    (given) => given.includes('T') && dayOrMinute.safeParse(given).success,
    'register.errors.moment',
  )
  .optional();

const lineSchema = z.object({
  /** Of the variant the operator picked; empty for a free name. */
  variantCode: text(100),
  productName: requiredText(500),
  option: text(500),
  quantity: z.coerce.number().int().min(1).max(99_999),
  unitPrice: z.coerce.number().int().min(0).max(1_000_000_000).default(0),
});

/** One order typed in; the browser checks the same before it sends. */
export const orderFormSchema = z
  .object({
    channelId: id,
    orderNo: text(100),
    orderedAt: moment,
    paidAt: moment,
    ordererName: text(100),
    ordererPhone: phone,
    recipientName: requiredText(100),
    recipientPhone: phone,
    recipientMobile: phone,
    postcode: z
      .string()
      .trim()
      .regex(/^\d{5}$/, 'register.errors.postcode')
      .or(z.literal(''))
      .default(''),
    address1: requiredText(300),
    address2: text(300),
    note: text(500),
    freightTerm: z.enum(['prepaid', 'collect']).default('prepaid'),
    lines: z.array(lineSchema).min(1).max(100),
  })
  .refine((order) => Boolean(order.recipientPhone || order.recipientMobile), {
    path: ['recipientMobile'],
    message: 'register.errors.phoneMissing',
    // Said together with what else is missing, not after it.
    when: () => true,
  });

export type OrderForm = z.output<typeof orderFormSchema>;
export type OrderFormLine = OrderForm['lines'][number];
