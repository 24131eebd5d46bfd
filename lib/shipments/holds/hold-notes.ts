import { shownText } from '@/lib/recipients/mask';

/** The words of each reason that came with any, by its kind; those of a 재발송 stand as `resent`. */
export type HoldNotes = Readonly<Record<string, string>>;

/** As whoever looks may read them. */
export function shownNotes(viewer: { canSeePersonalData: boolean }, notes: HoldNotes): HoldNotes {
  return Object.fromEntries(
    Object.entries(notes).map(([kind, note]) => [kind, shownText(viewer, note)]),
  );
}
