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
