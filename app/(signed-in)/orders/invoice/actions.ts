'use server';

import { z } from 'zod';
import { action } from '@/lib/action';
import { courierKeys } from '@/lib/couriers/registry';
import { secrets } from '@/lib/env';
import { setWaybillAndPush } from '@/lib/flows/set-waybill';
import { id } from '@/lib/ids';
import { loadShipments } from '@/lib/invoicing/load/load';
import { loadStatuses } from '@/lib/invoicing/load/load-choices';
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
import { selection } from './selection';

const amount = z.coerce.number().int().min(0).max(1e12).optional();
const checkbox = z.literal('on').optional();

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

export const undoRun = action(
  {
    name: 'invoice.undo',
    role: 'operator',
    schema: z.object({ runId: id }),
    done: 'invoice.undone',
  },
  (ctx, { runId }) => undoInvoicing(ctx, runId),
);
