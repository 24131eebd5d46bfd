type Sent = { isEdited: boolean; holdKinds: string[] };

/** Nobody need have edited what the channel no longer says: while it is held for that, it only differs. */
export function recipientMark({ isEdited, holdKinds }: Sent): 'edited' | 'differs' | null {
  if (!isEdited) return null;
  return holdKinds.includes('address_changed') ? 'differs' : 'edited';
}
