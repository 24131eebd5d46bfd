import type { FlowCell, FlowStage } from '@/lib/dashboard/day';
import type { ChannelChoice } from '@/lib/shipments/channels';

export type FlowProps = { flow: FlowCell[]; channels: ChannelChoice[] };

/** Where the rows of a stage are worked on. */
export const stageHrefs: Record<FlowStage, string> = {
  unacknowledged: '/orders/collect?list=unacknowledged',
  unmatched: '/orders/match',
  ready: '/orders/allocate',
  allocated: '/orders/invoice',
  invoiced: '/orders/ship',
  shipped: '/orders/ship?stage=shipped',
};

export function countAt(flow: FlowCell[], stage: FlowStage, channelId?: number): number {
  return flow
    .filter(
      (cell) => cell.stage === stage && (channelId === undefined || cell.channelId === channelId),
    )
    .reduce((sum, cell) => sum + cell.count, 0);
}
