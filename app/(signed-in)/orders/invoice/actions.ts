'use server';

import { z } from 'zod';
import { action } from '@/lib/action';
import { courierKeys } from '@/lib/couriers/registry';
import { secrets } from '@/lib/env';
import { keepColumns } from '@/lib/files/keep-columns';
import { giveUploadPassword } from '@/lib/files/queue-upload';
import { commitImportAndPush } from '@/lib/flows/commit-import';
import { setWaybillAndPush } from '@/lib/flows/set-waybill';
import { id } from '@/lib/ids';
import { cancelExport, cancelRequested } from '@/lib/invoicing/exports/cancel-export';
import { exportFormats } from '@/lib/invoicing/exports/export-plan';
import { previewExport } from '@/lib/invoicing/exports/preview-export';
import { requestExport } from '@/lib/invoicing/exports/request-export';
import { mapUpload, remapWaybills } from '@/lib/invoicing/imports/sheet-mappings';
import { loadShipments } from '@/lib/invoicing/load/load';
import {
  loadStatuses,
  orderStates,
  printStates,
  regionChoices,
  sizeChoices,
  waybillStates,
} from '@/lib/invoicing/load/load-choices';
import { loadPresets, loadSenders, presetConditions } from '@/lib/invoicing/load/load-conditions';
import { invoiceSearchKinds } from '@/lib/invoicing/load/search-kinds';
import { dissolveWave, makeWave } from '@/lib/invoicing/load/waves';
import { chooseAccount } from '@/lib/invoicing/numbers/choose-account';
import { registerRange } from '@/lib/invoicing/numbers/register-range';
import { printLabels } from '@/lib/invoicing/prints/print';
import { removeSelected } from '@/lib/invoicing/remove-selected';
import { undoInvoicing } from '@/lib/invoicing/undo';
import { publicFetch } from '@/lib/outside/public-fetch';
import { dayOrMinute } from '@/lib/period-field';
import { sentence } from '@/lib/refusal';

const amount = z.coerce.number().int().min(0).max(1e12).optional();
const checkbox = z.literal('on').optional();

const selection = z.object({
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

const print = z.object({
  kind: z.enum(['courier', 'packing']),
  printerId: id.nullable().default(null),
});

export const load = action(
  {
    name: 'invoice.load',
    role: 'viewer',
    schema: z.object({
      from: dayOrMinute,
      to: dayOrMinute,
      status: z.enum(loadStatuses),
      searchKind: z.enum(invoiceSearchKinds).optional(),
      word: z.string().trim().max(100).optional(),
      channelIds: z.array(id).optional(),
      supplierId: id.optional(),
      sender: z.enum(loadSenders).optional(),
      amountFrom: amount,
      amountTo: amount,
      qtyFrom: amount,
      qtyTo: amount,
      splitParts: z.literal('only').optional(),
      freightTerm: z.enum(['prepaid', 'collect']).optional(),
      destination: z.enum(['domestic', 'abroad']).optional(),
      withoutHeld: checkbox,
    }),
    done: 'invoice.load.done',
  },
  (ctx, { splitParts, withoutHeld, ...conditions }) =>
    loadShipments(ctx, {
      ...conditions,
      onlySplitParts: splitParts === 'only',
      withoutHeld: withoutHeld === 'on',
    }),
);

export const loadPreset = action(
  {
    name: 'invoice.loadPreset',
    role: 'viewer',
    schema: z.object({ preset: z.enum(loadPresets) }),
  },
  (ctx, { preset }) => loadShipments(ctx, presetConditions(preset)),
);

export const register = action(
  {
    name: 'invoice.register',
    role: 'operator',
    schema: z.object({ selection, courierAccountId: id.optional(), print }),
  },
  async (ctx, { courierAccountId = null, ...input }) => {
    const world = { ...secrets(), clock: () => new Date(), fetch: publicFetch };
    const { printRefusal, ...result } = await registerRange(
      ctx,
      { ...input, courierAccountId },
      world,
    );
    const unprinted =
      printRefusal && (await sentence(printRefusal.messageKey, printRefusal.values));
    return { ...result, unprinted };
  },
);

export const choose = action(
  {
    name: 'invoice.chooseAccount',
    role: 'operator',
    schema: z.object({ selection, accountId: id.optional() }),
    done: 'invoice.choose.done',
  },
  (ctx, { selection: meant, accountId = null }) => chooseAccount(ctx, meant, accountId),
);

export const wave = action(
  {
    name: 'invoice.makeWave',
    role: 'operator',
    schema: z.object({ selection }),
    done: 'invoice.wave.made',
  },
  (ctx, { selection: meant }) => makeWave(ctx, meant),
);

export const endWave = action(
  {
    name: 'invoice.dissolveWave',
    role: 'operator',
    schema: z.object({ waveId: id }),
    done: 'invoice.wave.dissolved',
  },
  (ctx, { waveId }) => dissolveWave(ctx, waveId),
);

export const reprint = action(
  {
    name: 'invoice.print',
    role: 'operator',
    schema: z.object({ selection, print }),
    done: 'invoice.reprinted',
  },
  (ctx, input) => printLabels(ctx, input.selection, input.print),
);

export const remove = action(
  {
    name: 'invoice.remove',
    role: 'operator',
    schema: z.object({ selection, all: z.boolean() }),
    done: 'invoice.removed',
  },
  (ctx, input) => removeSelected(ctx, input),
);

export const saveWaybill = action(
  {
    name: 'invoice.setWaybill',
    role: 'operator',
    schema: z.object({
      shipmentId: id,
      courier: z.enum(courierKeys),
      waybillNo: z.string().trim().min(1).max(40),
    }),
    done: 'invoice.manage.done',
  },
  (ctx, typed) => setWaybillAndPush(ctx, typed),
);

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

export const undoRun = action(
  {
    name: 'invoice.undo',
    role: 'operator',
    schema: z.object({ runId: id }),
    done: 'invoice.undone',
  },
  (ctx, { runId }) => undoInvoicing(ctx, runId),
);
