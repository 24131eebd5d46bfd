'use server';

import { z } from 'zod';
import { action } from '@/lib/action';
import { courierKeys } from '@/lib/couriers/registry';
import { secrets } from '@/lib/env';
import { id } from '@/lib/ids';
import { addWaybillRange } from '@/lib/invoicing/accounts/courier-accounts';
import { numberSources } from '@/lib/invoicing/accounts/number-sources';
import {
  addCourierAccount,
  editCourierAccount,
} from '@/lib/invoicing/accounts/save-courier-account';
import { addListedNumbers } from '@/lib/invoicing/numbers/listed-numbers';
import { deletePrinter, pageOrders, rotations, savePrinter } from '@/lib/invoicing/prints/printers';
import { saveTrackingService } from '@/lib/shipping/tracking/service';

const text = (max: number) => z.string().trim().min(1).max(max);

const edit = {
  name: text(50),
  senderName: text(50),
  senderPhone: text(30),
  senderAddress: text(200),
  labelSize: z.enum(['100x150', '123x100']),
  numbersFrom: z.enum(numberSources),
  apiBaseUrl: z.string().trim().max(300).optional(),
  apiKey: z.string().max(300).optional(),
};

export const addAccount = action(
  {
    name: 'couriers.addAccount',
    role: 'manager',
    schema: z.object({ ...edit, courier: z.enum(courierKeys), contractCode: text(50) }),
    done: 'couriers.add.done',
  },
  async (ctx, account) => ({ id: await addCourierAccount(ctx, account, secrets()) }),
);

export const editAccount = action(
  {
    name: 'couriers.editAccount',
    role: 'manager',
    schema: z.object({ ...edit, id }),
    done: 'couriers.edited',
  },
  (ctx, account) => editCourierAccount(ctx, account, secrets()),
);

export const setTracking = action(
  {
    name: 'couriers.setTracking',
    role: 'manager',
    schema: z.object({ baseUrl: text(300), apiKey: text(300) }),
    done: 'couriers.tracking.saved',
  },
  (ctx, service) => saveTrackingService(ctx, service, secrets().encryptionKey),
);

export const addRange = action(
  {
    name: 'couriers.addRange',
    role: 'manager',
    schema: z.object({
      accountId: id,
      from: text(30),
      to: text(30),
    }),
    done: 'couriers.addRange.done',
  },
  (ctx, range) => addWaybillRange(ctx, range),
);

export const addList = action(
  {
    name: 'couriers.addList',
    role: 'manager',
    schema: z.object({ accountId: id, text: z.string().max(1_500_000) }),
    done: 'couriers.addList.done',
  },
  (ctx, list) => addListedNumbers(ctx, list),
);

const offset = z.coerce.number().min(-20).max(20);

export const savePrinterProfile = action(
  {
    name: 'couriers.savePrinter',
    role: 'manager',
    schema: z.object({
      id: id.optional(),
      name: text(50),
      labelSize: z.enum(['100x150', '123x100']),
      offsetXMm: offset,
      offsetYMm: offset,
      rotation: z.coerce.number().pipe(z.literal(rotations)),
      copies: z.coerce.number().int().min(1).max(5),
      pageOrder: z.enum(pageOrders),
    }),
    done: 'couriers.printers.saved',
  },
  (ctx, printer) => savePrinter(ctx, printer),
);

export const deletePrinterProfile = action(
  {
    name: 'couriers.deletePrinter',
    role: 'manager',
    schema: z.object({ id }),
    done: 'couriers.printers.deleted',
  },
  (ctx, input) => deletePrinter(ctx, input.id),
);
