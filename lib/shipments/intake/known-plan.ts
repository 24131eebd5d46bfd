import type { ChannelState, CollectedLine, Recipient } from '@/lib/channels/collected';
import { readdressed } from '../address/address-plan';
import { HOLDING_CLAIMS } from '../holds/holding-claims';

export type KnownLine = {
  id: number;
  orderId: number;
  lineKey: string;
  channelUnitNo: string;
  cancelledQty: number;
  channelState: ChannelState;
  rawState: string;
  readAtMs: number;
  shipByMs: number | null;
  /** The latest day that its buyer was told of. */
  toldShipByMs: number | null;
  claimState: string;
  /** A claim of its own stands behind the claim state; only another reading of that lifts it. */
  hasOpenClaim: boolean;
  /** A person has answered its claim: the channel's flag is older than that. */
  hasDecidedClaim: boolean;
  recipientId: number;
  recipient: Recipient;
  isPurged: boolean;
};

/** What an answer of the channel says of a line that may have changed. */
export type LineReport = Pick<
  CollectedLine,
  | 'lineKey'
  | 'channelUnitNo'
  | 'state'
  | 'rawState'
  | 'cancelledQuantity'
  | 'claimedQuantity'
  | 'recipient'
  | 'shipBy'
> & {
  /** Its note is that of all lines that go to its recipient. */
  isNoteWhole?: boolean;
};

export type LineChange = {
  known: KnownLine;
  line: LineReport;
  /** The state, its raw value or the unit: what is simply written. */
  isRestated: boolean;
  isAcknowledged: boolean;
  /** Where it is another one now. */
  shipBy: Date | null;
  hasLeft: boolean;
  /** Units cancelled since. */
  cancelledQty: number;
  claim: 'opened' | 'closed' | null;
  isReaddressed: boolean;
};

const BEFORE_LEAVING: readonly ChannelState[] = ['paid', 'acknowledged', 'cancelled'];

/** What a newer answer says differently of a line we know; null when nothing, or when it is older. */
export function changeOf(known: KnownLine, line: LineReport, readAt: Date): LineChange | null {
  if (readAt.getTime() < known.readAtMs) return null;
  const isHeldByClaim = HOLDING_CLAIMS.some((state) => state === known.claimState);
  const change: LineChange = {
    known,
    line,
    isRestated:
      line.state !== known.channelState ||
      line.rawState !== known.rawState ||
      line.channelUnitNo !== known.channelUnitNo,
    isAcknowledged: (known.channelState === 'paid') !== (line.state === 'paid'),
    shipBy: movedShipBy(known, line.shipBy),
    hasLeft: BEFORE_LEAVING.includes(known.channelState) && !BEFORE_LEAVING.includes(line.state),
    cancelledQty: Math.max(0, line.cancelledQuantity - known.cancelledQty),
    claim: known.hasDecidedClaim
      ? null
      : claimChange(line.claimedQuantity > 0, isHeldByClaim, known.hasOpenClaim),
    isReaddressed:
      !known.isPurged && readdressed(known.recipient, line.recipient, line.isNoteWhole) !== null,
  };
  const { isRestated, shipBy, cancelledQty, claim, isReaddressed } = change;
  return isRestated || shipBy || cancelledQty > 0 || claim || isReaddressed ? change : null;
}

/** A channel that names no day says nothing, and one earlier than the buyer was told has not heard. */
function movedShipBy(
  { shipByMs, toldShipByMs }: KnownLine,
  reported: CollectedLine['shipBy'],
): Date | null {
  if (!reported) return null;
  const nextMs = Math.max(reported.getTime(), toldShipByMs ?? 0);
  return nextMs === shipByMs ? null : new Date(nextMs);
}

function claimChange(
  isClaimed: boolean,
  isHeld: boolean,
  hasOpenClaim: boolean,
): LineChange['claim'] {
  if (isClaimed && !isHeld) return 'opened';
  return !isClaimed && isHeld && !hasOpenClaim ? 'closed' : null;
}
