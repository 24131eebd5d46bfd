/* Which of the lines a marketplace can be told of now, and by which way. */

export type LineToTell = {
  id: number;
  orderId: number;
  channelId: number;
  marketplace: string;
  /** Collected by the API, so that the marketplace knows the line by its key. */
  isFromChannel: boolean;
  leftQty: number;
  channelState: string;
  hasLeft: boolean;
  isClaimed: boolean;
  isBeingTold: boolean;
  /** That it leaves no earlier than it would be told now. */
  isTold: boolean;
};

export function planNotices<Line extends LineToTell>(
  lines: readonly Line[],
  tells: (marketplace: string) => boolean,
): { told: (Line & { way: 'api' | 'hand' })[]; kept: number } {
  const told = lines.filter(isOpen).map((line) => {
    const way = line.isFromChannel && tells(line.marketplace) ? 'api' : 'hand';
    return { ...line, way } as const;
  });
  return { told, kept: lines.length - told.length };
}

const isOpen = (line: LineToTell) =>
  line.leftQty > 0 &&
  ['paid', 'acknowledged'].includes(line.channelState) &&
  !line.hasLeft &&
  !line.isClaimed &&
  !line.isBeingTold &&
  !line.isTold;
