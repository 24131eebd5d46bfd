export type Sender = { name: string; phone: string; address: string };

/** What a courier is told of a parcel. */
export type BookedParcel = {
  shipmentNo: string;
  recipient: {
    name: string;
    phone: string;
    mobile: string;
    postcode: string;
    address1: string;
    address2: string;
  };
  goods: string;
  quantity: number;
  note: string;
  freightTerm: 'prepaid' | 'collect';
};

/** One parcel that a courier is asked to give a number for. */
export type BookingRequest = BookedParcel & {
  /** Ours, one a parcel: asked again with the same key, the parcel has one number in the end. */
  key: string;
  /** When it was asked for first. */
  askedAt: Date;
};

/** A number that is given back; what was asked is no longer known of old ones. */
export type GivenUp = { key: string; waybillNo: string | null; request: BookingRequest | null };

export type BookingAnswer =
  | { key: string; waybillNo: string; sorting: { code: string; place: string } | null }
  /** In the courier's own words. */
  | { key: string; refused: string };

export type CancelAnswer = { isCancelled: true } | { refused: string };

/** What a courier's API does for us. Calls that fail as a whole throw a ChannelError. */
export interface CourierApi {
  readonly maxParcelsPerCall: number;
  /** A parcel without an answer is asked for again later. */
  book(parcels: readonly BookingRequest[]): Promise<BookingAnswer[]>;
  /** Also for one whose number never reached us. */
  cancel(booking: GivenUp): Promise<CancelAnswer>;
}

/** Where and as whom its API is called. */
export type CourierConnection = {
  mallId: number;
  baseUrl: string;
  contractCode: string;
  apiKey: string;
  sender: Sender;
  fetch: typeof fetch;
  now: () => Date;
  signal?: AbortSignal | undefined;
};
