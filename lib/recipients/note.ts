/** What stands between the notes of several orders or lines in one. */
const BETWEEN = ' / ';

/** The messages of a note, each once; also where notes that share some of them were joined. */
export function messagesOf(...notes: string[]): string[] {
  const messages = notes.flatMap((note) => note.split(BETWEEN)).map((message) => message.trim());
  return [...new Set(messages.filter(Boolean))];
}

export function joinedNotes(...notes: string[]): string {
  return messagesOf(...notes).join(BETWEEN);
}

/**
 * The note as all lines of a recipient say it together; null where that is what is known. A line that
 * says nothing may be silent only now: beside one no message is lost that no other takes the place of.
 */
export function wholeNote(known: string, said: readonly string[]): string | null {
  const [before, now] = [messagesOf(known), messagesOf(...said)];
  const isKnown = now.length === before.length && now.every((message) => before.includes(message));
  const isSilent = said.some((note) => note.trim() === '') && now.length < before.length;
  return isKnown || isSilent || now.length === 0 ? null : now.join(BETWEEN);
}
