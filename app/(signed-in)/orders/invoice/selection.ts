import { z } from 'zod';
import { id } from '@/lib/ids';
import {
  orderStates,
  printStates,
  regionChoices,
  sizeChoices,
  waybillStates,
} from '@/lib/invoicing/load/load-choices';

/** Which rows of a load are meant: those in the range box, of those that pass the filters. */
export const selection = z.object({
  loadId: id,
  box: z.string().max(20_000).default(''),
  filter: z.object({
    state: z.enum(orderStates),
    waybill: z.enum(waybillStates),
    printed: z.enum(printStates),
    account: z.string().regex(/^(all|none|\d{1,15})$/),
    region: z.enum(regionChoices),
    size: z.enum(sizeChoices),
    wave: z.string().regex(/^(all|none|\d{1,15})$/),
  }),
});
