import iconv from 'iconv-lite';
import { SheetError } from './sheet';

/**
 * Text of a CSV or HTML file: UTF-8 or UTF-16 by its byte order mark, else strict UTF-8, else CP949
 * (Node's own euc-kr decoder lacks 펲 and 똠).
 */
export function decodeText(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  if (bytes.includes(0)) throw new SheetError('unknownFormat');
  return strictUtf8(bytes) ?? cp949(bytes);
}

function strictUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function cp949(bytes: Uint8Array): string {
  const text = iconv.decode(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), 'cp949');
  const unknown = text.split('\ufffd').length - 1;
  if (unknown * 100 > text.length) throw new SheetError('unknownFormat');
  return text;
}
