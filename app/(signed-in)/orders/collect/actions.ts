'use server';

import { z } from 'zod';
import { action } from '@/lib/action';
import { requestAcknowledgement } from '@/lib/collection/acknowledgement/request-acknowledgement';
import { unacknowledgedIds } from '@/lib/collection/lists';
import { retryQuarantined } from '@/lib/collection/quarantine';
import { fetchMissing } from '@/lib/collection/reconciliation/fetch-missing';
import { requestReconciliation } from '@/lib/collection/reconciliation/request-reconciliation';
import { requestCollection } from '@/lib/collection/request';
import { retryCollection } from '@/lib/collection/retry';
import { clearPracticeFaults, switchPracticeFault } from '@/lib/flows/practice-desk';
import { makePracticeOrders } from '@/lib/flows/practice-orders';
import { id } from '@/lib/ids';
import { koreanPeriod } from '@/lib/period';
import { faultKinds } from '@/lib/practice/control';
import { settleAddress } from '@/lib/shipments/address/settle-address';
import { releasableHolds, releaseHold } from '@/lib/shipments/holds/release-hold';
import { closeHeld } from '@/lib/shipments/parcels/close-held';
import { reopenHeld } from '@/lib/shipments/parcels/reopen-held';

const shipmentIds = z.array(id).min(1).max(500);
const day = z.iso.date();

const periodOfChannels = z.object({
  from: day,
  to: day,
  channelIds: z.array(id, 'collect.errors.noChannel').min(1).max(500),
});

export const collectPeriod = action(
  {
    name: 'collect',
    role: 'operator',
    schema: periodOfChannels,
    done: 'collect.done.requested',
  },
  (ctx, { channelIds, from, to }) =>
    requestCollection(ctx, { channelIds, period: koreanPeriod(from, to) }),
);

export const comparePeriod = action(
  {
    name: 'reconcile',
    role: 'operator',
    schema: periodOfChannels,
    done: 'collect.done.comparing',
  },
  (ctx, { channelIds, from, to }) =>
    requestReconciliation(ctx, { channelIds, period: koreanPeriod(from, to) }),
);

export const fetchMissingOrders = action(
  {
    name: 'reconcile.fetch',
    role: 'operator',
    schema: z.object({ id }),
    done: 'collect.done.fetching',
  },
  (ctx, input) => fetchMissing(ctx, input.id),
);

export const collectChannel = action(
  {
    name: 'collect.retry',
    role: 'operator',
    schema: z.object({ channelId: id }),
    done: 'collect.done.retried',
  },
  (ctx, { channelId }) => retryCollection(ctx, channelId),
);

export const retryOrder = action(
  {
    name: 'collect.retryQuarantined',
    role: 'operator',
    schema: z.object({ id }),
    done: 'collect.done.retriedOrder',
  },
  (ctx, input) => retryQuarantined(ctx, [input.id]),
);

export const retryAllOrders = action(
  {
    name: 'collect.retryAllQuarantined',
    role: 'operator',
    schema: z.object({}),
    done: 'collect.done.retriedOrders',
  },
  (ctx) => retryQuarantined(ctx),
);

export const decideAddress = action(
  {
    name: 'collect.address',
    role: 'operator',
    schema: z.object({ shipmentIds, choice: z.enum(['apply', 'keep']) }),
    done: 'collect.done.decided',
  },
  (ctx, asked) => settleAddress(ctx, asked),
);

export const release = action(
  {
    name: 'collect.release',
    role: 'operator',
    schema: z.object({ shipmentIds, kind: z.enum(releasableHolds) }),
    done: 'collect.done.released',
  },
  (ctx, asked) => releaseHold(ctx, asked),
);

export const closeAsHistory = action(
  {
    name: 'collect.closeAsHistory',
    role: 'operator',
    schema: z.object({ shipmentIds }),
    done: 'collect.done.closedAsHistory',
  },
  (ctx, asked) => closeHeld(ctx, { ...asked, kind: 'shipped_by_channel' }),
);

export const cancelDuplicates = action(
  {
    name: 'collect.cancelDuplicates',
    role: 'operator',
    schema: z.object({ shipmentIds }),
    done: 'collect.done.cancelledDuplicates',
  },
  (ctx, asked) => closeHeld(ctx, { ...asked, kind: 'duplicate' }),
);

export const undoClosing = action(
  {
    name: 'collect.undoClosing',
    role: 'operator',
    schema: z.object({ runId: id }),
    done: 'collect.done.reopened',
  },
  (ctx, { runId }) => reopenHeld(ctx, runId),
);

export const waitingLines = action(
  {
    name: 'acknowledge.count',
    role: 'operator',
    schema: z.object({ channelIds: z.array(id).max(500) }),
    reads: true,
  },
  (ctx, { channelIds }) => unacknowledgedIds(ctx, channelIds),
);

export const acknowledgeLines = action(
  {
    name: 'acknowledge',
    role: 'operator',
    schema: z.object({ lineIds: z.array(id).min(1).max(200_000) }),
    done: 'collect.done.acknowledging',
  },
  (ctx, { lineIds }) => requestAcknowledgement(ctx, lineIds),
);

const marketplace = z.string().min(1).max(40);

export const makeOrders = action(
  {
    name: 'practice.orders',
    role: 'operator',
    schema: z.object({
      count: z.coerce.number().int().min(1).max(1000),
      marketplace: marketplace.optional(),
    }),
    done: 'collect.done.practice',
  },
  (ctx, asked) => makePracticeOrders(ctx, asked),
);

export const switchFault = action(
  {
    name: 'practice.fault',
    role: 'operator',
    schema: z.object({
      marketplace,
      fault: z.enum(faultKinds),
      rate: z.enum(['off', 'sometimes', 'always']),
    }),
  },
  (ctx, asked) => switchPracticeFault(ctx, asked),
);

export const clearFaults = action(
  { name: 'practice.clear', role: 'operator', schema: z.object({}), done: 'collect.done.cleared' },
  (ctx) => clearPracticeFaults(ctx),
);
