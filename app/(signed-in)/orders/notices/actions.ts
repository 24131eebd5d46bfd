'use server';

import { z } from 'zod';
import { action } from '@/lib/action';
import { delayReasons } from '@/lib/channels/telling';
import { settleNoticeByHand } from '@/lib/flows/settle-notice';
import { id } from '@/lib/ids';
import { askNotices } from '@/lib/notices/ask';
import { tellingDecisions } from '@/lib/tellings/decision';

const ids = z.array(id).max(1_000).default([]);
const detail = z.string().trim().min(1).max(200);

const lines = z
  .array(z.object({ lineId: id.optional(), qty: z.coerce.number().int().min(1).optional() }))
  .max(1_000)
  .default([])
  .transform((rows) => rows.flatMap(({ lineId, qty }) => (lineId ? [{ lineId, qty }] : [])));

type Which = { lines: { lineId: number; qty?: number }[]; shipmentIds: number[] };

/** Lines where some are named, else the lines of the selected parcels. */
const told = ({ lines, shipmentIds }: Which) => (lines.length > 0 ? { lines } : { shipmentIds });

export const tellDelay = action(
  {
    name: 'notices.delay',
    role: 'operator',
    schema: z.object({
      lines,
      shipmentIds: ids,
      reason: z.enum(delayReasons),
      detail,
      shipOn: z.iso.date(),
    }),
    done: 'notices.asked',
  },
  (ctx, { reason, detail, shipOn, ...which }) =>
    askNotices(ctx, told(which), { kind: 'delay', reason, detail, shipOn }),
);

export const cancelSoldOut = action(
  {
    name: 'notices.soldOut',
    role: 'operator',
    schema: z.object({ lines, shipmentIds: ids, detail }),
    done: 'notices.asked',
  },
  (ctx, { detail, ...which }) => askNotices(ctx, told(which), { kind: 'sold_out', detail }),
);

export const settle = action(
  {
    name: 'notices.settle',
    role: 'operator',
    schema: z.object({ id, decision: z.enum(tellingDecisions) }),
    done: 'notices.settled',
  },
  settleNoticeByHand,
);
