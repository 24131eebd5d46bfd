import { ChannelBrokenAnswerError } from './errors';

const MEGABYTE = 1024 * 1024;
/** Several times what the fullest page of any marketplace takes. */
export const LONGEST_ANSWER_BYTES = 32 * MEGABYTE;

/** Reads an answer's body, unpacked, and no further than the limit: who sends it is not our friend. */
export async function readBody(
  { body }: Response,
  mostBytes = LONGEST_ANSWER_BYTES,
): Promise<Uint8Array> {
  if (!body) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  // Leaving the loop closes the connection.
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > mostBytes)
      throw new ChannelBrokenAnswerError(`an answer of more than ${mostBytes / MEGABYTE} MB`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
