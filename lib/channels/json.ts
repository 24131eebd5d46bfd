export type JsonValue =
  | string
  | number
  | bigint
  | boolean
  | null
  | JsonValue[]
  | { [key: string]: JsonValue };

const stringOrNumber = /"(?:[^"\\]|\\.)*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** Like JSON.parse, but an integer beyond 2^53 becomes a text with all of its digits. */
export function parseJson(text: string): unknown {
  return JSON.parse(
    text.replace(stringOrNumber, (token, offset: number) =>
      isUnsafeInteger(token) && endsAValue(text, offset + token.length) ? `"${token}"` : token,
    ),
  );
}

/** Like JSON.stringify; a bigint is written as a plain number, however long. */
export function writeJson(value: JsonValue): string {
  if (typeof value === 'bigint') return value.toString();
  if (Array.isArray(value)) return `[${value.map(writeJson).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const members = Object.entries(value).map(
    ([name, member]) => `${JSON.stringify(name)}:${writeJson(member)}`,
  );
  return `{${members.join(',')}}`;
}

function isUnsafeInteger(token: string): boolean {
  return token.length > 15 && /^-?\d+$/.test(token) && !Number.isSafeInteger(Number(token));
}

/** So that a text which is not JSON, such as one with a number for a name, is not made into JSON. */
function endsAValue(text: string, offset: number): boolean {
  let next = offset;
  while (next < text.length && ' \t\r\n'.includes(text.charAt(next))) next += 1;
  return next === text.length || ',]}'.includes(text.charAt(next));
}
