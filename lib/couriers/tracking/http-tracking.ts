import { z } from 'zod';
import { exchange, readAnswer } from '@/lib/channels/http';
import type { CourierKey } from '../registry';
import type { TrackedParcel, TrackingConnection, TrackingService } from './tracking-service';

const WAIT_WHEN_BUSY_MS = 5_000;

const states = { NOT_FOUND: 'unknown', IN_TRANSIT: 'moving', DELIVERED: 'delivered' } as const;

const answerSchema = z.object({
  parcels: z.array(
    z.object({
      trackingNo: z.coerce.string(),
      status: z.enum(['NOT_FOUND', 'IN_TRANSIT', 'DELIVERED']),
      deliveredAt: z.iso.datetime({ offset: true }).nullish(),
    }),
  ),
});

/** A tracking service over HTTP: many numbers of one courier in one call. */
export function httpTracking(connection: TrackingConnection): TrackingService {
  return {
    maxParcelsPerCall: 100,
    track: async (courier: CourierKey, waybillNos): Promise<TrackedParcel[]> => {
      const call = {
        method: 'POST' as const,
        url: `${connection.baseUrl}/v1/parcels`,
        headers: {
          'content-type': 'application/json;charset=UTF-8',
          'x-api-key': connection.apiKey,
        },
        body: JSON.stringify({ courier, trackingNos: waybillNos }),
      };
      const { parcels } = readAnswer(
        answerSchema,
        await exchange(connection, call, WAIT_WHEN_BUSY_MS),
      );
      return parcels.map(({ trackingNo, status, deliveredAt }) => ({
        waybillNo: trackingNo,
        state: states[status],
        deliveredAt: deliveredAt ? new Date(deliveredAt) : null,
      }));
    },
  };
}
