import type { FlowCell } from '@/lib/dashboard/day';
import type { ChannelChoice } from '@/lib/shipments/lists/channels';
import type { FlowStage } from '@/lib/shipments/lists/waiting';

export type FlowProps = { flow: FlowCell[]; channels: ChannelChoice[] };

/** The very shipments that a number counts. */
export function rowsHref(stage: FlowStage, channelId?: number): string {
  const channel = channelId === undefined ? '' : `&channel=${channelId}`;
  return `/orders/waiting?flow=${stage}${channel}`;
}

export function countAt(flow: FlowCell[], stage: FlowStage, channelId?: number): number {
  return flow
    .filter(
      (cell) => cell.stage === stage && (channelId === undefined || cell.channelId === channelId),
    )
    .reduce((sum, cell) => sum + cell.count, 0);
}
