import { answerWork } from '@/lib/claims/answers/store';
import { acknowledgeRequested } from '@/lib/collection/acknowledgement/acknowledge-requested';
import { acknowledgementWork } from '@/lib/collection/acknowledgement/acknowledgement-store';
import { collect } from '@/lib/collection/collect';
import { openConnections, type World } from '@/lib/collection/connection';
import { reconcile } from '@/lib/collection/reconciliation/reconcile';
import { reconciliationWork } from '@/lib/collection/reconciliation/reconcile-store';
import { collectionWork } from '@/lib/collection/run-store';
import { draw, drawingWork } from '@/lib/drawings/draw';
import { readUpload, uploadWork } from '@/lib/files/read-upload';
import { afterCollection } from '@/lib/flows/after-collection';
import { registerUpload } from '@/lib/flows/after-registration';
import { sendAnswer } from '@/lib/flows/send-answer';
import { tellNotice } from '@/lib/flows/tell-notice';
import { cancelBooking, cancellationWork } from '@/lib/invoicing/bookings/cancel-booking';
import { exportWork, makeExport } from '@/lib/invoicing/exports/make-export';
import { waybillUploads } from '@/lib/invoicing/imports/read-waybills';
import { leasedTask, type Task } from '@/lib/leases/task';
import { matchUploads } from '@/lib/matching/sheet/read-matches';
import { noticeWork } from '@/lib/notices/store';
import { deliverNotification, deliveryWork } from '@/lib/notifications/deliver';
import { variantUploads } from '@/lib/products/read-variants';
import { orderUploads } from '@/lib/registration/read-order-upload';
import { registrationWork } from '@/lib/registration/register-rows';
import { purge, purgeWork } from '@/lib/retention/purge';
import { pushDue } from '@/lib/shipping/pushes/push';
import { trackingWork, trackRound } from '@/lib/shipping/tracking/track-round';
import { makeWaybillFile, waybillFileWork } from '@/lib/shipping/waybill-files/make';
import { countUploads } from '@/lib/stock/read-counts';

/**
 * Everything the jobs process does, one entry each. What waits for a server that a seller has named
 * leaves one worker to the others: it may answer as slowly as it likes.
 */
export function jobTasks(world: World): Task[] {
  const open = openConnections(world);
  const sendingTo = new Set<number>();
  return [
    leasedTask(
      { name: 'collect', work: collectionWork, workers: 6, leavesOne: true, fillsDisk: true },
      (ctx, lease, surroundings) =>
        collect(ctx, lease, { ...surroundings, open, after: afterCollection }),
    ),
    leasedTask(
      { name: 'reconcile', work: reconciliationWork, workers: 3, leavesOne: true, fillsDisk: true },
      (ctx, lease, surroundings) => reconcile(ctx, lease, { ...surroundings, open }),
    ),
    leasedTask(
      { name: 'acknowledge', work: acknowledgementWork, workers: 4, leavesOne: true },
      (ctx, lease, surroundings) => acknowledgeRequested(ctx, lease, { ...surroundings, open }),
    ),
    {
      name: 'push',
      due: { table: 'pushes', waiting: 'waiting', working: 'sending' },
      workers: 4,
      leavesOne: true,
      work: async (ctx, { clock }) =>
        (await pushDue(ctx, open, { clock, busy: sendingTo })).leased > 0,
    },
    leasedTask(
      { name: 'upload', work: uploadWork, workers: 2 },
      readUpload(
        {
          orders: orderUploads,
          waybills: waybillUploads,
          matches: matchUploads,
          variants: variantUploads,
          counts: countUploads,
        },
        world.encryptionKey,
      ),
    ),
    leasedTask({ name: 'register', work: registrationWork, workers: 2 }, registerUpload),
    leasedTask(
      { name: 'export', work: exportWork, workers: 1, fillsDisk: true },
      makeExport(world.encryptionKey),
    ),
    leasedTask({ name: 'draw', work: drawingWork, workers: 2 }, draw),
    leasedTask(
      { name: 'courierCancellation', work: cancellationWork, workers: 3, leavesOne: true },
      cancelBooking(world),
    ),
    leasedTask(
      { name: 'notification', work: deliveryWork, workers: 3, leavesOne: true },
      deliverNotification(world),
    ),
    leasedTask(
      { name: 'notice', work: noticeWork, workers: 3, leavesOne: true },
      (ctx, lease, surroundings) => tellNotice(ctx, lease, { ...surroundings, open }),
    ),
    leasedTask(
      { name: 'answer', work: answerWork, workers: 3, leavesOne: true },
      (ctx, lease, surroundings) => sendAnswer(ctx, lease, { ...surroundings, open }),
    ),
    leasedTask({ name: 'purge', work: purgeWork, workers: 1 }, purge),
    leasedTask(
      { name: 'track', work: trackingWork, workers: 3, leavesOne: true },
      (ctx, lease, surroundings) => trackRound(ctx, lease, { ...world, ...surroundings }),
    ),
    leasedTask({ name: 'waybillFile', work: waybillFileWork, workers: 1 }, makeWaybillFile),
  ];
}
