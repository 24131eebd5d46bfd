export type BookedParty = { name: string; phone: string; address: string };

/** One parcel that a courier is asked to give a number for. */
export type BookingRequest = {
  /** Ours, one a parcel: asked again with the same key, the same number comes back. */
  key: string;
  shipmentNo: string;
  recipient: BookedParty & { mobile: string; postcode: string };
  goods: string;
  quantity: number;
  note: string;
  freightTerm: 'prepaid' | 'collect';
};

export type BookingAnswer =
  | { key: string; waybillNo: string; sorting: { code: string; place: string } | null }
  /** In the courier's own words. */
  | { key: string; refused: string };

export type CancelAnswer = { isCancelled: true } | { refused: string };

/** What a courier's API does for us. Calls that fail as a whole throw a ChannelError. */
export interface CourierApi {
  readonly maxParcelsPerCall: number;
  book(parcels: readonly BookingRequest[]): Promise<BookingAnswer[]>;
  /** Also for one whose number never reached us. */
  cancel(booking: { key: string; waybillNo: string | null }): Promise<CancelAnswer>;
}

/** Where and as whom its API is called. */
export type CourierConnection = {
  baseUrl: string;
  contractCode: string;
  apiKey: string;
  sender: BookedParty;
  fetch: typeof fetch;
  now: () => Date;
  signal?: AbortSignal | undefined;
};
