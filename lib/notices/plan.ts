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

/** `acknowledged`: it takes the word of a line only once that is acknowledged there. */
export type Tells = 'always' | 'acknowledged' | 'never';

export type PlannedNotices<Line> = {
  told: (Line & { way: 'api' | 'hand' })[];
  kept: number;
  /** To be told once they are acknowledged. */
  unacknowledged: number;
};

export function planNotices<Line extends LineToTell>(
  lines: readonly Line[],
  tellsOf: (marketplace: string) => Tells,
): PlannedNotices<Line> {
  const open = lines.filter(isOpen).map((line) => {
    const tells = line.isFromChannel ? tellsOf(line.marketplace) : 'never';
    return { line, tells };
  });
  const told = open.filter(
    ({ line, tells }) => tells !== 'acknowledged' || line.channelState === 'acknowledged',
  );
  return {
    told: told.map(({ line, tells }) => ({ ...line, way: tells === 'never' ? 'hand' : 'api' })),
    kept: lines.length - open.length,
    unacknowledged: open.length - told.length,
  };
}

const isOpen = (line: LineToTell) =>
  line.leftQty > 0 &&
  ['paid', 'acknowledged'].includes(line.channelState) &&
  !line.hasLeft &&
  !line.isClaimed &&
  !line.isBeingTold &&
  !line.isTold;
