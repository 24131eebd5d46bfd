type Sent = { differs: boolean; isEdited: boolean; holdKinds: string[] };

/** What the channel says differently since, nobody has edited: an invoiced parcel keeps what it had. */
export function recipientMark(sent: Sent): 'edited' | 'differs' | null {
  if (!sent.differs) return null;
  return sent.isEdited && !sent.holdKinds.includes('address_changed') ? 'edited' : 'differs';
}
