'use server';

import { z } from 'zod';
import { action } from '@/lib/action';
import { splitByHand } from '@/lib/allocation/split-by-hand';
import { id } from '@/lib/ids';
import { addMemo, memoKinds, removeMemo } from '@/lib/orders/memos';
import { phoneField } from '@/lib/phone-field';
import { copyOrder } from '@/lib/registration/copy-order';
import { editRecipient } from '@/lib/shipments/address/edit-recipient';
import { holdByHand, liftByHand } from '@/lib/shipments/holds/operator-hold';

const shipmentIds = z.array(id).min(1).max(1_000);
const text = (longest: number) => z.string().trim().max(longest).default('');

export const putHold = action(
  {
    name: 'order.hold',
    role: 'operator',
    schema: z.object({ shipmentIds, reason: z.string().trim().min(1).max(200) }),
    done: 'order.done.held',
  },
  holdByHand,
);

export const liftHold = action(
  {
    name: 'order.liftHold',
    role: 'operator',
    schema: z.object({ shipmentIds }),
    done: 'order.done.lifted',
  },
  (ctx, asked) => liftByHand(ctx, asked.shipmentIds),
);

export const changeRecipient = action(
  {
    name: 'order.editRecipient',
    role: 'operator',
    schema: z.object({
      shipmentId: id,
      orderId: id,
      name: z.string().trim().min(1).max(100),
      phone: phoneField(30),
      mobile: phoneField(30),
      postcode: text(10),
      address1: z.string().trim().min(1).max(300),
      address2: text(300),
      note: text(500),
    }),
    done: 'order.done.recipientEdited',
  },
  (ctx, { shipmentId, orderId, ...recipient }) =>
    editRecipient(ctx, { shipmentId, orderId, recipient }),
);

export const writeMemo = action(
  {
    name: 'order.memo',
    role: 'operator',
    schema: z.object({
      orderId: id,
      kind: z.enum(memoKinds),
      text: z.string().trim().min(1).max(1_000),
    }),
    done: 'order.done.memoAdded',
  },
  addMemo,
);

export const takeMemoAway = action(
  {
    name: 'order.removeMemo',
    role: 'operator',
    schema: z.object({ memoId: id }),
    done: 'order.done.memoRemoved',
  },
  (ctx, { memoId }) => removeMemo(ctx, memoId),
);

export const split = action(
  {
    name: 'order.split',
    role: 'operator',
    schema: z.object({
      shipmentId: id,
      lines: z
        .array(z.object({ lineId: id, qty: z.coerce.number().int().min(0).default(0) }))
        .min(1)
        .max(1_000),
    }),
    done: 'order.done.split',
  },
  splitByHand,
);

export const copy = action(
  {
    name: 'order.copy',
    role: 'operator',
    schema: z.object({ orderId: id }),
    done: 'order.done.copied',
  },
  (ctx, asked) => copyOrder(ctx, asked.orderId),
);
