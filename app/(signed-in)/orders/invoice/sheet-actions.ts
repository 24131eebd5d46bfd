'use server';

import { z } from 'zod';
import { action } from '@/lib/action';
import { secrets } from '@/lib/env';
import { keepColumns } from '@/lib/files/keep-columns';
import { giveUploadPassword } from '@/lib/files/queue-upload';
import { commitImportAndPush } from '@/lib/flows/commit-import';
import { id } from '@/lib/ids';
import { cancelExport, cancelRequested } from '@/lib/invoicing/exports/cancel-export';
import { exportFormats } from '@/lib/invoicing/exports/export-plan';
import { previewExport } from '@/lib/invoicing/exports/preview-export';
import { requestExport } from '@/lib/invoicing/exports/request-export';
import { mapUpload, remapWaybills } from '@/lib/invoicing/imports/sheet-mappings';
import { selection } from './selection';

const checkbox = z.literal('on').optional();
const templateKey = z.string().max(50);

export const previewRequest = action(
  {
    name: 'invoice.previewExport',
    role: 'operator',
    schema: z.object({
      selection,
      templateKey,
      includesRequested: z.boolean(),
      onlyProposed: z.boolean(),
    }),
    reads: true,
  },
  (ctx, wish) => previewExport(ctx, wish),
);

export const request = action(
  {
    name: 'invoice.requestExport',
    role: 'operator',
    schema: z
      .object({
        selection,
        templateKey,
        format: z.enum(exportFormats),
        password: z.string().min(6).max(100),
        passwordAgain: z.string().max(100),
        reason: z.string().trim().min(1).max(200),
        includesRequested: checkbox,
        onlyProposed: checkbox,
      })
      .refine(({ password, passwordAgain }) => password === passwordAgain, {
        path: ['passwordAgain'],
        message: 'invoice.request.passwordsDiffer',
      }),
    done: 'invoice.request.done',
  },
  (ctx, { includesRequested, onlyProposed, ...wish }) =>
    requestExport(
      ctx,
      {
        ...wish,
        includesRequested: includesRequested === 'on',
        onlyProposed: onlyProposed === 'on',
      },
      secrets().encryptionKey,
    ),
);

export const cancelRequest = action(
  {
    name: 'invoice.cancelExport',
    role: 'operator',
    schema: z.object({ exportId: id }),
    done: 'invoice.exports.cancelled',
  },
  (ctx, { exportId }) => cancelExport(ctx, exportId),
);

export const cancelRows = action(
  {
    name: 'invoice.cancelRequested',
    role: 'operator',
    schema: z.object({ selection }),
    done: 'invoice.exports.rowsCancelled',
  },
  (ctx, { selection: meant }) => cancelRequested(ctx, meant),
);

export const commit = action(
  {
    name: 'invoice.commitImport',
    role: 'operator',
    schema: z.object({ uploadId: id }),
    done: 'invoice.excel.committed',
  },
  (ctx, { uploadId }) => commitImportAndPush(ctx, uploadId),
);

export const givePassword = action(
  {
    name: 'invoice.givePassword',
    role: 'operator',
    schema: z.object({ uploadId: id, password: z.string().min(1).max(255) }),
  },
  (ctx, input) => giveUploadPassword(ctx, input, secrets().encryptionKey),
);

const column = z.coerce.number().int().min(0).max(500);

export const saveMapping = action(
  {
    name: 'invoice.mapUpload',
    role: 'operator',
    schema: z.object({
      uploadId: id,
      mapping: z.object({
        waybillNo: column,
        shipmentNo: column.optional(),
        courierName: column.optional(),
        orderNo: column.optional(),
        recipientName: column.optional(),
      }),
    }),
  },
  (ctx, input) => mapUpload(ctx, input),
);

export const remap = action(
  { name: 'invoice.remap', role: 'operator', schema: z.object({ uploadId: id }) },
  (ctx, { uploadId }) => remapWaybills(ctx, uploadId),
);

export const keepAsRead = action(
  { name: 'invoice.keepColumns', role: 'operator', schema: z.object({ uploadId: id }) },
  (ctx, upload) => keepColumns(ctx, upload.uploadId),
);
