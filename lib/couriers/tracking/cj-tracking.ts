import { text } from '@/lib/channels/fields';
import { parseTime } from '@/lib/channels/seoul-time';
import { type CjClient, type CjConnection, cjClient } from '../api/cj/cj-client';
import { sideBySide } from '../side-by-side';
import type { TrackedParcel, TrackingService } from './tracking-service';

/** 배송완료 among the 화물상태 of a parcel's scans. */
const DELIVERED = '91';

/** CJ대한통운 상품추적 of the contract's own parcels, number by number. */
export function cjTracking(connection: CjConnection): TrackingService {
  const client = cjClient(connection);
  return {
    maxParcelsPerCall: 20,
    track: (_, waybillNos) => sideBySide(waybillNos, (waybillNo) => track(client, waybillNo)),
  };
}

async function track(client: CjClient, waybillNo: string): Promise<TrackedParcel> {
  const { isDone, rows } = await client.call('ReqOneGdsTrc', {
    CLNTNUM: client.customerId,
    INVC_NO: waybillNo,
  });
  if (!isDone || rows.length === 0) return { waybillNo, state: 'unknown', deliveredAt: null };
  const told = (scan: Record<string, unknown>, name: string) =>
    text.safeParse(scan[name]).data ?? '';
  const arrival = rows.find((scan) => told(scan, 'CRG_ST') === DELIVERED);
  if (!arrival) return { waybillNo, state: 'moving', deliveredAt: null };
  const [day, hour] = [told(arrival, 'SCAN_YMD'), told(arrival, 'SCAN_HOUR')];
  const [year, month, date] = [day.slice(0, -4), day.slice(-4, -2), day.slice(-2)];
  const written = day.includes('-') ? day : `${year}-${month}-${date}`;
  return { waybillNo, state: 'delivered', deliveredAt: parseTime(`${written}T${hour}`) };
}
