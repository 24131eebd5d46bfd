'use server';

import { z } from 'zod';
import { action } from '@/lib/action';
import { secrets } from '@/lib/env';
import { giveUploadPassword } from '@/lib/files/queue-upload';
import { id } from '@/lib/ids';
import { addVariant, createProduct } from '@/lib/products/create-product';
import { editVariants } from '@/lib/products/edit-many';
import { editVariant } from '@/lib/products/edit-variant';
import { importVariants } from '@/lib/products/import-variants';
import { changesSchema, handlingFields, ids, productFields, variantFields } from './schemas';

export const create = action(
  {
    name: 'products.create',
    role: 'operator',
    schema: z.object({
      ...productFields,
      ...handlingFields,
      code: z.string().trim().max(50).default(''),
      variants: z.array(z.object(variantFields)).min(1).max(100),
    }),
    done: 'products.done.created',
  },
  (ctx, product) => createProduct(ctx, product),
);

export const addOption = action(
  {
    name: 'products.addOption',
    role: 'operator',
    schema: z.object({ productId: id, ...variantFields, ...handlingFields }),
    done: 'products.done.added',
  },
  (ctx, { productId, ...variant }) => addVariant(ctx, productId, variant),
);

export const edit = action(
  {
    name: 'products.edit',
    role: 'operator',
    schema: z.object({
      variantId: id,
      productName: productFields.name,
      supplierId: productFields.supplierId,
      ...variantFields,
      ...handlingFields,
    }),
    done: 'products.done.edited',
  },
  (ctx, variant) => editVariant(ctx, variant),
);

export const editMany = action(
  {
    name: 'products.editMany',
    role: 'operator',
    schema: z.object({ variantIds: ids, ...changesSchema }),
    done: 'products.done.editedMany',
  },
  (ctx, { variantIds, ...changes }) => editVariants(ctx, variantIds, changes),
);

export const givePassword = action(
  {
    name: 'products.password',
    role: 'operator',
    schema: z.object({ uploadId: id, password: z.string().min(1).max(255) }),
  },
  (ctx, given) => giveUploadPassword(ctx, given, secrets().encryptionKey),
);

export const bringIn = action(
  {
    name: 'products.import',
    role: 'operator',
    schema: z.object({ uploadId: id }),
    done: 'products.done.imported',
  },
  (ctx, { uploadId }) => importVariants(ctx, uploadId),
);
