import type { CourierKey } from '@/lib/couriers/registry';

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
  /** What the courier's address service answered: the code in big type, the branch and driver below it. */
  sorting?: { code: string; place: string };
};

export const labelSizes = {
  '100x150': { widthMm: 100, heightMm: 150 },
  '123x100': { widthMm: 123, heightMm: 100 },
} as const;

export type LabelSize = keyof typeof labelSizes;

export type LabelPrinting = {
  size: LabelSize;
  /** 'courier' goes on the parcel and needs the sorting data of some couriers; 'packing' is for our own packers. */
  kind?: 'courier' | 'packing';
  /** Moves everything right and down; negative values left and up. */
  offsetMm?: { x: number; y: number };
  rotation?: 0 | 90 | 180 | 270;
  /** Times each label is repeated. */
  copies?: number;
};
