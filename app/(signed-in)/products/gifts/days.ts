import { formatTime } from '@/app/ui/format';

export const dayOf = (at: string | null | undefined) => (at ? formatTime(at).slice(0, 10) : '');

/** A period ends where the next day begins; people mean the day before. */
export const beforeMidnight = (at: string) => new Date(new Date(at).getTime() - 1).toISOString();
