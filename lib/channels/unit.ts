import type { ChannelState, Recipient } from './collected';

/** A unit to acknowledge, with all of its lines. */
export type UnitToAcknowledge = {
  unitNo: string;
  orderNo: string;
  lineKeys: string[];
  /** Something was claimed of its lines, open or not. */
  hasClaims?: boolean;
};

export type ShipmentPush = {
  unitNo: string;
  orderNo: string;
  /** All lines of the unit, unless `capabilities.partialShipment`. */
  lines: { lineKey: string; quantity: number }[];
  /** Something was claimed of these lines, open or not. */
  hasClaims?: boolean;
  /** Lines of another order stand in the same unit and do not leave with these. */
  sharesUnit?: boolean;
  /** How the goods travel; a parcel when absent. Only a parcel has a courier and a number. */
  method?: 'parcel' | 'direct' | 'quick' | 'pickup' | 'none';
  /** The marketplace's own code. */
  courierCode: string;
  waybillNo: string;
  /** `change` replaces a number the marketplace already has. */
  kind: 'first' | 'change';
  previousWaybillNo: string | null;
};

/**
 * What became of one unit of a writing call.
 * - `accepted`: done now.
 * - `already`: the marketplace refused, and a look at the unit showed that it is as we wanted it.
 * - `rejected`: it will not work again as it is; `message` says why.
 * - `retry`: nothing was done; it may be sent again (after `retryAfterMs`).
 * - `unknown`: it may or may not have been done. Read the unit before anything else.
 */
export type UnitResult = {
  unitNo: string;
  outcome: 'accepted' | 'already' | 'rejected' | 'retry' | 'unknown';
  /**
   * The marketplace's own code, or ours: `busy`, `unavailable`, `answer`, `refused`, `unsent`,
   * `unsendable.unit`, `unsendable.lines`, `unsendable.courier`, `unsendable.waybill`.
   */
  code: string;
  message: string;
  retryAfterMs?: number;
  /** The marketplace says that nobody changed the recipient: there is nothing to read again. */
  recipientUnchanged?: true;
};

/** With `lineKeys`, only these lines of the unit count: a unit can leave in several parcels. */
export type UnitToRead = { unitNo: string; orderNo: string; lineKeys?: string[] };

/** A unit as the marketplace shows it now. */
export type UnitReading = {
  unitNo: string;
  state: ChannelState;
  rawState: string;
  /** The marketplace's own code; empty when it shows none that we know. */
  courierCode: string;
  /** Empty when there is none, or not the same one for all lines. */
  waybillNo: string;
  recipient: Recipient | null;
  claimOpen: boolean;
};
