import type { Mark } from '@/lib/channels/channel';
import type { ParcelMarks } from '@/lib/shipments/lists/marks';

export type ReviewRow = {
  id: number;
  /** What is answered about, to be told when it has changed. */
  seen: string;
  orderedOn: string;
  lineId: string;
  channelName: string;
  mark: Mark;
  orderId: number;
  orderNo: string;
  /** Orders beside it in the same parcel, in words. */
  more: string;
  name: string;
  address: string;
  phone: string;
  mobile: string;
  why: string;
  marks: ParcelMarks | undefined;
};

/** Rows of which a person says which belong together. */
export type NearMatch = {
  no: number;
  differing: ('name' | 'address' | 'phone' | 'mobile')[];
  rows: ReviewRow[];
};
