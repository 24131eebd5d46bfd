'use server';

import { z } from 'zod';
import { action } from '@/lib/action';
import { delayReasons } from '@/lib/channels/channel';
import { noticeDecisions, settleNoticeByHand } from '@/lib/flows/settle-notice';
import { askNotices } from '@/lib/notices/ask';

const id = z.coerce.number().int().positive();
const ids = z.array(id).max(1_000).default([]);
const detail = z.string().trim().min(1).max(200);

/** Lines where some are named, else the lines of the selected parcels. */
const told = ({ lineIds, shipmentIds }: { lineIds: number[]; shipmentIds: number[] }) =>
  lineIds.length > 0 ? { lineIds } : { shipmentIds };

export const tellDelay = action(
  {
    name: 'notices.delay',
    role: 'operator',
    schema: z.object({
      lineIds: ids,
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
    schema: z.object({ lineIds: ids, shipmentIds: ids, detail }),
    done: 'notices.asked',
  },
  (ctx, { detail, ...which }) => askNotices(ctx, told(which), { kind: 'sold_out', detail }),
);

export const settle = action(
  {
    name: 'notices.settle',
    role: 'operator',
    schema: z.object({ noticeId: id, decision: z.enum(noticeDecisions) }),
    done: 'notices.settled',
  },
  (ctx, decided) => settleNoticeByHand(ctx, decided),
);
