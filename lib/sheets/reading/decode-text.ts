import { isUtf8 } from 'node:buffer';
import iconv from 'iconv-lite';
import { SheetError } from '../sheet';

const PIECE_BYTES = 64 * 1024;

/** Text of an HTML file: as decodedPieces, whole. */
export function decodeText(bytes: Uint8Array): string {
  return [...decodedPieces(bytes)].join('');
}

/**
 * Text of a CSV or HTML file piece by piece: UTF-8 or UTF-16 by its byte order mark, else strict UTF-8,
 * else CP949 (Node's own euc-kr decoder lacks 펲 and 똠).
 */
export function* decodedPieces(bytes: Uint8Array): Generator<string> {
  const encoding = encodingOf(bytes);
  if (encoding === 'cp949') yield* cp949Pieces(bytes);
  else yield* piecesBy(new TextDecoder(encoding), bytes);
}

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'cp949';

function encodingOf(bytes: Uint8Array): Encoding {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  if (bytes.includes(0)) throw new SheetError('unknownFormat');
  return isUtf8(bytes) ? 'utf-8' : 'cp949';
}

function* piecesBy(decoder: TextDecoder, bytes: Uint8Array): Generator<string> {
  for (const piece of slices(bytes)) yield decoder.decode(piece, { stream: true });
  yield decoder.decode();
}

/** More than one letter in a hundred that CP949 does not have: this is no text. */
function* cp949Pieces(bytes: Uint8Array): Generator<string> {
  const decoder = iconv.getDecoder('cp949');
  let [letters, unknown] = [0, 0];
  for (const slice of slices(bytes)) {
    const piece = decoder.write(Buffer.from(slice.buffer, slice.byteOffset, slice.length));
    letters += piece.length;
    unknown += piece.split('\ufffd').length - 1;
    if (unknown * 100 > letters) throw new SheetError('unknownFormat');
    yield piece;
  }
  yield decoder.end() ?? '';
}

function* slices(bytes: Uint8Array): Generator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += PIECE_BYTES)
    yield bytes.subarray(start, start + PIECE_BYTES);
}
