/** Width of one letter; a line is as wide as its letters together. */
export type WidthOf = (letter: string) => number;

/**
 * Lines of a text that fit a width: broken at a blank where that leaves the line at least half full,
 * else between letters, as Korean allows. What does not fit the number of lines ends in '…'.
 */
export function wrapText(
  text: string,
  width: number,
  maxLines: number,
  widthOf: WidthOf,
): string[] {
  const lines: string[] = [];
  let rest = text.replace(/\s*\n\s*/g, '\n').trim();
  while (rest !== '' && lines.length < maxLines) {
    const { line, next } = takeLine(rest, width, widthOf);
    lines.push(line);
    rest = next;
  }
  const last = lines.pop();
  if (last === undefined || rest === '') return last === undefined ? [] : [...lines, last];
  return [...lines, withEllipsis(last, width, widthOf)];
}

function takeLine(text: string, width: number, widthOf: WidthOf): { line: string; next: string } {
  const newline = text.indexOf('\n');
  const paragraph = newline < 0 ? text : text.slice(0, newline);
  const fits = fittingLength(paragraph, width, widthOf);
  if (fits === paragraph.length) return { line: paragraph, next: text.slice(fits + 1) };
  const blank = paragraph.lastIndexOf(' ', fits);
  const end = blank * 2 > fits ? blank : fits;
  return { line: paragraph.slice(0, end), next: text.slice(end).trimStart() };
}

/** At least one letter, so that a width of nothing still ends. */
function fittingLength(text: string, width: number, widthOf: WidthOf): number {
  let length = 0;
  let used = 0;
  for (const letter of text) {
    used += widthOf(letter);
    if (used > width && length > 0) return length;
    length += letter.length;
  }
  return length;
}

function withEllipsis(line: string, width: number, widthOf: WidthOf): string {
  const room = width - widthOf('…');
  return `${line.slice(0, fittingLength(line, room, widthOf)).trimEnd()}…`;
}
