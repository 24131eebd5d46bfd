import { ExpectedError } from '@/lib/errors';

const MEGABYTE = 1024 * 1024;

/** The most bytes an uploaded file may have, by what its name says it is. */
export function fileLimit(name: string): number {
  return (/\.(csv|tsv|txt)$/i.test(name) ? 60 : 20) * MEGABYTE;
}

/** Passes bytes on until there are too many; an empty file is refused too. */
export async function* limitBytes(
  source: AsyncIterable<Uint8Array>,
  maxBytes: number,
): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const piece of source) {
    bytes += piece.length;
    if (bytes > maxBytes) {
      throw new ExpectedError('files.errors.tooLarge', { megabytes: maxBytes / MEGABYTE });
    }
    yield piece;
  }
  if (bytes === 0) throw new ExpectedError('files.errors.empty');
}
