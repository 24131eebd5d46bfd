import type { HoldKind } from './stages';

/** What has become of an order since it was registered. */
export type OrderTrace = {
  orderId: number;
  orderNo: string;
  /** Of its shipments, each once. */
  stages: string[];
  holdKinds: HoldKind[];
  isAllocated: boolean;
  isRequested: boolean;
  isBundled: boolean;
  isSplit: boolean;
  isLocked: boolean;
  isReaddressed: boolean;
  isClaimed: boolean;
};

export type KeptReason =
  | 'shipped'
  | 'invoiced'
  | 'requested'
  | 'claimed'
  | 'bundled'
  | 'split'
  | 'allocated'
  | 'held'
  | 'edited';

/** Set when an order comes in, by nobody. */
const HOLDS_OF_INTAKE: readonly HoldKind[] = ['duplicate', 'no_address'];
const GONE = ['shipped', 'delivered'];

/** Why an order may no longer be deleted; null while nothing but matching has happened to it. */
export function whyKept(trace: OrderTrace): KeptReason | null {
  if (trace.stages.some((stage) => GONE.includes(stage))) return 'shipped';
  if (trace.stages.includes('invoiced')) return 'invoiced';
  if (trace.isRequested) return 'requested';
  if (trace.isClaimed || trace.stages.includes('cancelled')) return 'claimed';
  if (trace.isBundled || trace.stages.includes('absorbed')) return 'bundled';
  if (trace.isSplit) return 'split';
  if (trace.isAllocated) return 'allocated';
  if (trace.holdKinds.some((kind) => !HOLDS_OF_INTAKE.includes(kind))) return 'held';
  return trace.isLocked || trace.isReaddressed ? 'edited' : null;
}
