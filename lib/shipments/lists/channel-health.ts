export type Health = 'never' | 'good' | 'late' | 'failed';

export type CollectedChannel = {
  isAutomatic: boolean;
  intervalMinutes: number;
  lastSuccessAt: string | Date | null;
  failuresInARow: number;
  createdAt: string | Date;
};

/** Late: no success for twice the interval. Failed: the last collection gave up. */
export function healthOf(channel: CollectedChannel, now: Date): Health {
  if (channel.failuresInARow > 0) return 'failed';
  const since = channel.lastSuccessAt ?? channel.createdAt;
  const isSilent = now.getTime() - new Date(since).getTime() > 2 * channel.intervalMinutes * 60_000;
  if (channel.isAutomatic && isSilent) return 'late';
  return channel.lastSuccessAt ? 'good' : 'never';
}

/** What a person should look at: the number on the stage tab, in the side panel, and its list. */
export const isInTrouble = (health: Health) => health === 'late' || health === 'failed';
