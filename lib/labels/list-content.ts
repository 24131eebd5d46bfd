/** What to fetch from the shelves: one row per variant, in the order given. */
export type PickingListContent = {
  title: string;
  /** How many variants, pieces and parcels it holds, in words. */
  summary: string;
  /** How many of the parcels asked for are not on it, and why; empty where all are. */
  leftOut: string;
  /** Of location, code, name, barcode, shipments, quantity and the box to tick. */
  headers: readonly string[];
  printedAt: Date;
  rows: readonly {
    location: string;
    variantCode: string;
    barcode: string;
    name: string;
    option: string;
    quantity: number;
    shipmentCount: number;
  }[];
};

/** What goes into each parcel: one block per shipment, in the order given. */
export type PackingListContent = {
  title: string;
  /** How many parcels and pieces it holds, in words. */
  summary: string;
  words: { shipmentNo: string; waybillNo: string; noWaybill: string };
  /** How many of the parcels asked for are not on it, and why; empty where all are. */
  leftOut: string;
  printedAt: Date;
  shipments: readonly PackingListShipment[];
};

export type PackingListShipment = {
  sequenceNo: number;
  shipmentNo: string;
  waybillNo: string;
  orderNo: string;
  channelName: string;
  recipientName: string;
  note: string;
  memo: string;
  items: readonly {
    location: string;
    variantCode: string;
    name: string;
    option: string;
    quantity: number;
  }[];
};
