import { type CourierKey, courierOf } from '@/lib/couriers/registry';

export type LabelParty = { name: string; phone: string; address: string };

export type LabelItem = { name: string; quantity: number };

export type LabelContent = {
  /** 연번 of the load it is printed from. */
  sequenceNo: number;
  courier: CourierKey;
  waybillNo: string;
  /** 배송번호 */
  shipmentNo: string;
  /** As shown, a bundle with '외 n건'. */
  orderNo: string;
  channelName: string;
  sender: LabelParty;
  recipient: LabelParty & { mobile: string; postcode: string };
  items: readonly LabelItem[];
  note: string;
  freightTerm: 'prepaid' | 'collect';
  /** What the courier's address service answered: the code in big type, branch and driver below it. */
  sorting?: { code: string; place: string };
};

export const labelSizes = {
  '100x150': { width: 100, height: 150 },
  '123x100': { width: 123, height: 100 },
} as const;

export type LabelSize = keyof typeof labelSizes;

/** A printer profile. Lengths are millimetres. */
export type LabelPrinting = {
  size: LabelSize;
  /** 'courier' goes on the parcel; 'packing' is for our own packers and needs no sorting code. */
  kind: 'courier' | 'packing';
  /** Moves everything right and down, negative values left and up. */
  offset?: { x: number; y: number };
  rotation?: 0 | 90 | 180 | 270;
  /** Times each label is repeated. */
  copies?: number;
};

/** The courier's terminals would refuse this label: print a packing label, or get the code first. */
export function lacksSortingCode({ courier, sorting }: LabelContent): boolean {
  return courierOf(courier).needsSortingCode && !sorting?.code;
}
