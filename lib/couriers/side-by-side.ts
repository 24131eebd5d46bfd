import { ChannelError } from '@/lib/channels/errors';

const SIDE_BY_SIDE = 4;

/**
 * Asks about one after the other, some side by side, until a call fails as a whole; what was answered
 * before counts. Throws where nothing was.
 */
export async function sideBySide<Item, Result>(
  items: readonly Item[],
  ask: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const answers: Result[] = [];
  for (let start = 0; start < items.length; start += SIDE_BY_SIDE) {
    const ends = await Promise.allSettled(items.slice(start, start + SIDE_BY_SIDE).map(ask));
    answers.push(...ends.flatMap((end) => (end.status === 'fulfilled' ? [end.value] : [])));
    const failed = ends.find((end) => end.status === 'rejected');
    if (!failed) continue;
    if (answers.length === 0 || !(failed.reason instanceof ChannelError)) throw failed.reason;
    break;
  }
  return answers;
}
