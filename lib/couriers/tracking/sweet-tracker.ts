import { z } from 'zod';
import { ChannelBusyError, ChannelRefusedError } from '@/lib/channels/errors';
import { text, textOrNumber } from '@/lib/channels/fields';
import { exchange, readAnswer } from '@/lib/channels/http';
import { parseTime } from '@/lib/channels/seoul-time';
import type { CourierKey } from '../registry';
import { sideBySide } from '../side-by-side';
import type { TrackedParcel, TrackingConnection, TrackingService } from './tracking-service';

const WAIT_WHEN_BUSY_MS = 10 * 60_000;

/** What the service calls the couriers. */
const codes: Readonly<Partial<Record<CourierKey, string>>> = {
  cj: '04',
  hanjin: '05',
  lotte: '08',
  logen: '06',
  epost: '01',
  kdexp: '23',
  daesin: '22',
  ilyang: '11',
  hdexp: '32',
  chunil: '17',
  kunyoung: '18',
  cupost: '46',
  cvsnet: '24',
};

const DELIVERED_LEVEL = 6;

const answerSchema = z.object({
  /** Only where it has nothing to tell; HTTP is 200 then too. */
  status: z.boolean().nullish(),
  code: textOrNumber,
  msg: text,
  complete: z.boolean().nullish(),
  level: z.int().nullish(),
  trackingDetails: z
    .array(z.object({ timeString: text, level: z.int().nullish() }))
    .nullish()
    .transform((details) => details ?? []),
});

/** 스마트택배 배송조회: many couriers, number by number. */
export function sweetTracker(connection: TrackingConnection): TrackingService {
  return {
    maxParcelsPerCall: 20,
    track: async (courier, waybillNos) => {
      const code = codes[courier];
      return code ? sideBySide(waybillNos, (no) => track(connection, code, no)) : [];
    },
  };
}

async function track(
  connection: TrackingConnection,
  code: string,
  waybillNo: string,
): Promise<TrackedParcel> {
  const query = new URLSearchParams({
    t_key: connection.apiKey,
    t_code: code,
    t_invoice: waybillNo,
  });
  const url = `${connection.baseUrl}/api/v1/trackingInfo?${query}`;
  const call = { method: 'GET' as const, url, headers: { accept: 'application/json' } };
  const told = readAnswer(answerSchema, await exchange(connection, call, WAIT_WHEN_BUSY_MS));
  if (told.status === false) {
    if (/초과/.test(told.msg)) throw new ChannelBusyError(WAIT_WHEN_BUSY_MS);
    if (/key|키/i.test(told.msg))
      throw new ChannelRefusedError('credential', 200, told.code, told.msg);
    return { waybillNo, state: 'unknown', deliveredAt: null };
  }
  const hasArrived = told.complete === true || told.level === DELIVERED_LEVEL;
  const last = told.trackingDetails.findLast(({ level }) => level === DELIVERED_LEVEL);
  return {
    waybillNo,
    state: hasArrived ? 'delivered' : 'moving',
    deliveredAt: hasArrived && last ? parseTime(last.timeString) : null,
  };
}
