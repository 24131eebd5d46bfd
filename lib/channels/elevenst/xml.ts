import { XMLParser } from 'fast-xml-parser';
import iconv from 'iconv-lite';
import { z } from 'zod';
import { ChannelBrokenAnswerError } from '../errors';

/** One order, line or claim of a list. Every value is text: 17 digits overflow a number. */
export type Row = Readonly<Record<string, string>>;

export type Answered = { rows: Row[]; code: string; message: string };

const parser = new XMLParser({
  parseTagValue: false,
  ignoreAttributes: true,
  ignoreDeclaration: true,
  removeNSPrefix: true,
  htmlEntities: true,
  isArray: (name) => name === 'order',
});

const value = z.unknown().transform((given) => (typeof given === 'string' ? given : ''));
const words = z.string().trim().default('');
const result = { result_code: words, result_text: words };
const listSchema = z.object({
  orders: z.preprocess(
    (given) => (given === '' ? {} : given),
    z.object({ order: z.array(z.unknown()).default([]), ...result }),
  ),
});
const actionSchema = z.object({ ResultOrder: z.object(result) });
const rowSchema = z.record(z.string(), value);

/** The marketplace writes in EUC-KR and Windows' additions to it, whatever the HTTP header says. */
export function decodeXml(bytes: Uint8Array): string {
  const start = Buffer.from(bytes.subarray(0, 200)).toString('latin1');
  const isUtf8 = /^[^<]*<\?xml[^>]*encoding=["']utf-8["']/i.test(start);
  return isUtf8 ? new TextDecoder().decode(bytes) : iconv.decode(Buffer.from(bytes), 'cp949');
}

/** The rows of a list, or the result that stands in their place. */
export function readList(xml: string): Answered {
  const parsed = listSchema.safeParse(parseXml(xml));
  if (!parsed.success) throw new ChannelBrokenAnswerError(`not a list: ${xml.length} characters`);
  const { order, result_code, result_text } = parsed.data.orders;
  return { rows: order.map(toRow), code: result_code, message: result_text };
}

/** What became of an action. */
export function readAction(xml: string): Omit<Answered, 'rows'> {
  const parsed = actionSchema.safeParse(parseXml(xml));
  if (!parsed.success) throw new ChannelBrokenAnswerError(`not a result: ${xml.length} characters`);
  const { result_code, result_text } = parsed.data.ResultOrder;
  return { code: result_code, message: result_text };
}

function toRow(given: unknown): Row {
  const parsed = rowSchema.safeParse(given);
  return parsed.success ? parsed.data : {};
}

/** The marketplace defines no entities of its own; a document that does is not its. */
function parseXml(xml: string): unknown {
  if (/<!(?:DOCTYPE|ENTITY)/i.test(xml)) throw new ChannelBrokenAnswerError('XML with a DOCTYPE');
  try {
    return parser.parse(xml, true);
  } catch {
    throw new ChannelBrokenAnswerError(`not XML: ${xml.length} characters`);
  }
}
