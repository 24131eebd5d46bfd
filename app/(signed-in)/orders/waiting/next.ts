import type { StageKey } from '@/app/ui/stages';
import type { FlowStage, WaitingList } from '@/lib/shipments/lists/waiting';

/** Where the rows of each list are worked on. */
export const listHrefs: Record<WaitingList, string> = {
  ready: '/orders/allocate',
  shipByToday: '/orders/invoice?list=shipByToday',
  late: '/orders/invoice?list=late',
  relabel: '/orders/invoice?list=relabel',
};

/** Where the rows of a stage are worked on. */
export const stageHrefs: Record<FlowStage, string> = {
  unacknowledged: '/orders/collect?list=unacknowledged',
  unmatched: '/orders/match',
  ready: '/orders/allocate',
  allocated: '/orders/invoice',
  invoiced: '/orders/ship',
  shipped: '/orders/ship?stage=shipped',
};

/** The screen that this is. */
export const stageScreenOf: Record<FlowStage, StageKey> = {
  unacknowledged: 'collect',
  unmatched: 'match',
  ready: 'allocate',
  allocated: 'invoice',
  invoiced: 'ship',
  shipped: 'ship',
};
