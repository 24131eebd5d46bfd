/** How an attempt ended; a failure in one word, perhaps with the number that was answered. */
export type Sent = { ok: true } | { ok: false; error: string; isFinal: boolean };
