import type { Connection } from './channel';
import { ChannelBrokenAnswerError, ChannelUnavailableError } from './errors';

/** What took longer to fail is not waited for once more. */
const QUICK_MS = 5_000;

/**
 * Makes a call; where the connection only reads, one that was not answered whole is made again at
 * once: a reading of twenty calls would hardly ever come to its end, if one failed call ended it.
 */
export async function readingAgain<Result>(
  { rereads = 0 }: Pick<Connection, 'rereads'>,
  call: () => Promise<Result>,
): Promise<Result> {
  for (let left = rereads; ; left -= 1) {
    const startedAt = performance.now();
    try {
      return await call();
    } catch (error) {
      const isBroken =
        error instanceof ChannelUnavailableError || error instanceof ChannelBrokenAnswerError;
      if (!isBroken || left === 0 || performance.now() - startedAt > QUICK_MS) throw error;
    }
  }
}
