import type { CourierKey } from '../registry';

export type TrackedParcel = {
  waybillNo: string;
  /** `unknown`: the courier has not seen it yet, or never will. */
  state: 'unknown' | 'moving' | 'delivered';
  deliveredAt: Date | null;
};

/** Says where parcels are. Calls that fail as a whole throw a ChannelError. */
export interface TrackingService {
  readonly maxParcelsPerCall: number;
  track(courier: CourierKey, waybillNos: readonly string[]): Promise<TrackedParcel[]>;
}

/** Where and as whom it is asked. */
export type TrackingConnection = {
  baseUrl: string;
  apiKey: string;
  fetch: typeof fetch;
  now: () => Date;
  signal?: AbortSignal | undefined;
};
