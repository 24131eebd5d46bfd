'use server';

import { z } from 'zod';
import { action } from '@/lib/action';
import { claimKinds } from '@/lib/channels/claim';
import { enterClaim } from '@/lib/claims/enter';
import { receiveGoods } from '@/lib/claims/receive-goods';
import { acceptExchange, decideClaims, seeClaims } from '@/lib/flows/decide-claim';
import { id } from '@/lib/ids';

const units = z.coerce.number().int().min(0).max(100_000);
const text = z.string().trim().max(200).default('');
const claimIds = z.array(id).min(1).max(500);

export const decide = action(
  {
    name: 'claims.decide',
    role: 'operator',
    schema: z.object({ claimIds, decision: z.enum(['accept', 'reject', 'reopen']) }),
    done: 'claims.done.decided',
  },
  (ctx, input) => decideClaims(ctx, input.claimIds, input.decision),
);

export const see = action(
  {
    name: 'claims.see',
    role: 'operator',
    schema: z.object({ claimIds }),
    done: 'claims.done.seen',
  },
  (ctx, input) => seeClaims(ctx, input.claimIds),
);

export const exchange = action(
  {
    name: 'claims.exchange',
    role: 'operator',
    schema: z.object({
      claimId: id,
      items: z
        .array(
          z.object({
            variantCode: z.string().trim().min(1).max(50),
            quantity: z.coerce.number().int().min(1).max(999),
          }),
        )
        .min(1)
        .max(20),
    }),
    done: 'claims.done.exchanged',
  },
  acceptExchange,
);

export const receive = action(
  {
    name: 'claims.receive',
    role: 'operator',
    schema: z.object({
      claimId: id,
      goodQty: units,
      defectiveQty: units,
      note: text,
      compositionId: id.optional(),
    }),
    done: 'claims.done.received',
  },
  receiveGoods,
);

export const enter = action(
  {
    name: 'claims.enter',
    role: 'operator',
    schema: z.object({
      orderLineId: id,
      kind: z.enum(claimKinds),
      qty: units.pipe(z.number().min(1)),
      reason: text,
    }),
    done: 'claims.done.entered',
  },
  async (ctx, entered) => ({
    ...(await enterClaim(ctx, entered)),
    href: `/claims?queue=${entered.kind}`,
  }),
);
