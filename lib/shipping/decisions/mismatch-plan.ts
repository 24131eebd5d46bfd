import { hasLeft, type Stage } from '@/lib/shipments/stages';
import { verdictOf } from '../plan';
import type { StaysAway } from '../stays-away';

/** What we and the channel say of one parcel. */
export type MismatchFacts = {
  stage: Stage;
  holdKinds: readonly string[];
  shipMethod: string;
  channelStates: readonly string[];
  /** Of its pushes that are not withdrawn. */
  pushStates: readonly string[];
  /** Why 배송취소 would not bring it back. */
  staysAway: StaysAway | null;
};

/** 다시 전송 · 배송처리 · 보류 · 배송취소. */
export const repairs = ['pushAgain', 'markShipped', 'hold', 'unship'] as const;
export type Repair = (typeof repairs)[number];

const UNTOLD = ['paid', 'acknowledged'];
const LEFT = ['shipping', 'delivered', 'confirmed'];
const SETTLED = ['done', 'failed', 'unknown'];

/**
 * What would bring the two together; null where they agree, or where only a person can tell. What
 * stands as 배송후 취소요청 has a queue of its own.
 */
export function suggestedRepair(facts: MismatchFacts): Repair | null {
  const { stage, channelStates, pushStates } = facts;
  const says = (states: readonly string[]) => channelStates.some((state) => states.includes(state));
  if (hasLeft(facts)) {
    if (pushStates.some((state) => SETTLED.includes(state)) && says(UNTOLD)) return 'pushAgain';
    const mayComeBack = stage === 'shipped' && facts.staysAway === null;
    return mayComeBack && says(['cancelled']) ? 'unship' : null;
  }
  if (!says(LEFT)) return null;
  if (mayLeave(facts)) return 'markShipped';
  return facts.holdKinds.includes('shipped_by_channel') ? null : 'hold';
}

/** What makes the suggestion, or why there is none. */
export function whyOf(facts: MismatchFacts): Repair | StaysAway | 'none' {
  return suggestedRepair(facts) ?? (hasLeft(facts) ? facts.staysAway : null) ?? 'none';
}

/** Held by nothing but the mismatch itself. */
function mayLeave({ stage, holdKinds, shipMethod }: MismatchFacts): boolean {
  const others = holdKinds.filter((kind) => kind !== 'shipped_by_channel');
  return verdictOf({ id: 0, stage, holdKinds: others, shipMethod }) === 'shipped';
}
