/** What a seller answers to a buyer's claim. */
export const claimVerbs = [
  'approve_cancel',
  'reject_cancel',
  'receive_return',
  'approve_return',
  'reject_return',
  'receive_exchange',
  'send_exchange',
  'reject_exchange',
] as const;

export type ClaimVerb = (typeof claimVerbs)[number];

/** Why goods are not taken back or exchanged; each adapter has its marketplace's word for it. */
export const refusalReasons = [
  'not_returned',
  'buyer_withdrew',
  'not_returnable',
  'sold_out',
  'other',
] as const;

export type RefusalReason = (typeof refusalReasons)[number];

/** What a marketplace wants to know with an answer. */
export type AnswerForm = {
  /** A courier and a number: goods travel. */
  waybill?: true;
  reasons?: readonly RefusalReason[];
  /** Words for the buyer; never empty. */
  detail?: true;
  /** The marketplace takes it only after this one. */
  after?: ClaimVerb;
};

/** The answer to one claim, with all of its lines. */
export type ClaimAnswer = {
  verb: ClaimVerb;
  /** As in `CollectedClaim`. */
  claimNo: string;
  unitNo: string;
  orderNo: string;
  lineKeys: string[];
  /** When the buyer asked for it, as `Date.parse` reads it. */
  requestedAt: string;
  /** Of all its lines together. */
  quantity: number;
  /** Empty where the form asks for none, as are the courier's code at the marketplace and its number. */
  reason: RefusalReason | '';
  detail: string;
  courierCode: string;
  waybillNo: string;
};

/** What a seller can tell a marketplace of a line, beside that it has left. */
export const sellerTellings = ['delay', 'sold_out'] as const;

export type SellerTelling = (typeof sellerTellings)[number];

/** Why goods leave later than was promised; each adapter has its marketplace's word for it. */
export const delayReasons = [
  'preparing',
  'customer',
  'custom_made',
  'reserved',
  'overseas',
  'other',
] as const;

export type DelayReason = (typeof delayReasons)[number];

export type DelayNotice = {
  unitNo: string;
  orderNo: string;
  lineKey: string;
  reason: DelayReason;
  /** In words for the buyer; never empty. */
  detail: string;
  /** The day in Korea on which it leaves instead. */
  shipOn: string;
};

/** All that is left of a line is taken back because there is none. */
export type SoldOutLine = { unitNo: string; orderNo: string; lineKey: string; detail: string };
