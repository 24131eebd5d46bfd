'use server';

import { z } from 'zod';
import { action } from '@/lib/action';
import { secrets } from '@/lib/env';
import { keepColumns } from '@/lib/files/keep-columns';
import { giveUploadPassword } from '@/lib/files/queue-upload';
import { goOnAfterEntry, registerOrder } from '@/lib/flows/after-registration';
import { id } from '@/lib/ids';
import { searchVariants } from '@/lib/matching/search';
import { deleteUpload } from '@/lib/registration/delete-upload';
import { mapColumns, remapUpload } from '@/lib/registration/map-columns';
import { deleteMapping, editMapping } from '@/lib/registration/mappings';
import { orderFormSchema } from '@/lib/registration/order-form';
import { queueRegistration } from '@/lib/registration/queue-registration';
import { orderSheetFields } from '@/lib/sheets/formats/order-fields';
import { variantSearchKinds } from '@/lib/shipments/lists/variant-search-kinds';

/** What the picker of columns sends for one that means nothing: an empty choice would not arrive. */
const unused = z.literal('-').transform(() => null);

export const givePassword = action(
  {
    name: 'register.password',
    role: 'operator',
    schema: z.object({ uploadId: id, password: z.string().min(1).max(255) }),
  },
  (ctx, given) => giveUploadPassword(ctx, given, secrets().encryptionKey),
);

export const pickColumns = action(
  {
    name: 'register.columns',
    role: 'operator',
    schema: z.object({
      uploadId: id,
      fields: z.array(z.enum(orderSheetFields).or(unused)).max(500),
    }),
  },
  (ctx, picked) => mapColumns(ctx, picked),
);

export const saveMapping = action(
  {
    name: 'register.mapping.edit',
    role: 'operator',
    schema: z.object({
      mappingId: id,
      fields: z.array(z.enum(orderSheetFields).or(unused)).max(500),
    }),
    done: 'register.done.mapping',
  },
  (ctx, picked) => editMapping(ctx, picked),
);

export const forgetMapping = action(
  {
    name: 'register.mapping.delete',
    role: 'operator',
    schema: z.object({ mappingId: id }),
    done: 'register.done.mappingDeleted',
  },
  (ctx, { mappingId }) => deleteMapping(ctx, mappingId),
);

export const remap = action(
  { name: 'register.remap', role: 'operator', schema: z.object({ uploadId: id }) },
  (ctx, upload) => remapUpload(ctx, upload.uploadId),
);

export const keepAsRead = action(
  { name: 'register.keepColumns', role: 'operator', schema: z.object({ uploadId: id }) },
  (ctx, upload) => keepColumns(ctx, upload.uploadId),
);

export const registerFile = action(
  {
    name: 'register.upload',
    role: 'operator',
    schema: z.object({ uploadId: id, knowsSellers: z.coerce.boolean().default(false) }),
  },
  (ctx, { uploadId, knowsSellers }) => queueRegistration(ctx, uploadId, knowsSellers),
);

export const deleteFile = action(
  {
    name: 'register.delete',
    role: 'operator',
    schema: z.object({ uploadId: id }),
    done: 'register.done.delete',
  },
  (ctx, upload) => deleteUpload(ctx, upload.uploadId),
);

export const enterOrder = action(
  {
    name: 'register.order',
    role: 'operator',
    schema: orderFormSchema,
    done: 'register.done.order',
  },
  registerOrder,
  goOnAfterEntry,
);

export const findVariants = action(
  {
    name: 'register.search',
    role: 'operator',
    schema: z.object({
      kind: z.enum(variantSearchKinds),
      word: z.string().trim().min(1).max(100),
    }),
    reads: true,
  },
  (ctx, search) => searchVariants(ctx, search),
);
