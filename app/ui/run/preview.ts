import type { Tone } from '../badge';

/** What a run would do, as its preview action tells it: counts, and some rows to look at. */
export type Preview = {
  counts: { label: string; count: number; tone?: Tone }[];
  sample?: { columns: string[]; rows: (string | number)[][] };
  /** A sentence on what the counts do not say. */
  note?: string;
  /** False where the run would change nothing. */
  runnable: boolean;
};
