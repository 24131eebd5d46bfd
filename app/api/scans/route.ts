import { z } from 'zod';
import { openConnections, ownWorld } from '@/lib/collection/connection';
import { ExpectedError } from '@/lib/errors';
import { readClaims } from '@/lib/flows/read-claims';
import { route } from '@/lib/route';
import { lookAtWaybill, scanWaybill } from '@/lib/shipping/scanning/scan';

const waybillNo = z.string().trim().min(1).max(60);

const schema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('ship'),
    scanId: z.string().min(8).max(64),
    waybillNo,
    scannedAt: z.coerce.date(),
  }),
  z.object({ kind: z.literal('look'), waybillNo }),
  /** Now and then while parcels are scanned: one reading serves them all. */
  z.object({ kind: z.literal('claims') }),
]);

/** A scan station asks here and not by an action: it must notice within seconds that nobody answers. */
export const POST = route({ name: 'scans', role: 'operator' }, async (ctx, request) => {
  const given = schema.safeParse(await request.json().catch(() => null));
  if (!given.success) throw new ExpectedError('errors.invalid');
  const scan = given.data;
  if (scan.kind === 'claims') {
    const open = openConnections(ownWorld(() => new Date()));
    return Response.json(await readClaims(ctx, open, 'waiting'));
  }
  return Response.json(
    scan.kind === 'ship' ? await scanWaybill(ctx, scan) : await lookAtWaybill(ctx, scan.waybillNo),
  );
});
