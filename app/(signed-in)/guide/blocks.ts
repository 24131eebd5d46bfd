/** The little of Markdown that the guide is written in. */
export type Block =
  | { kind: 'title' | 'heading' | 'paragraph'; text: string }
  | { kind: 'list' | 'steps'; items: string[] }
  | { kind: 'picture'; name: string; alt: string }
  | { kind: 'table'; header: string[]; rows: string[][] };

const PICTURE = /^!\[([^\]]+)\]\((?:\.\.\/)+images\/([a-z]+(?:\.en)?\.png)\)$/;

/** Blocks are apart by a blank line; lines of one paragraph are one line. */
export function parseBlocks(markdown: string): Block[] {
  return markdown
    .split(/\n\s*\n/)
    .map((text) => text.trim())
    .filter(Boolean)
    .map(parseBlock);
}

function parseBlock(text: string): Block {
  const lines = text.split('\n');
  if (text.startsWith('## ')) return { kind: 'heading', text: text.slice(3) };
  if (text.startsWith('# ')) return { kind: 'title', text: text.slice(2) };
  const [, alt, name] = PICTURE.exec(text) ?? [];
  if (alt && name) return { kind: 'picture', alt, name };
  if (lines.every((line) => line.startsWith('- ')))
    return { kind: 'list', items: lines.map((line) => line.slice(2)) };
  if (lines.every((line) => /^\d+\. /.test(line)))
    return { kind: 'steps', items: lines.map((line) => line.replace(/^\d+\. /, '')) };
  if (lines.every((line) => line.startsWith('|'))) return parseTable(lines);
  return { kind: 'paragraph', text: lines.join(' ') };
}

/** The second line only draws a rule. */
function parseTable([header = '', , ...rows]: string[]): Block {
  return { kind: 'table', header: cellsOf(header), rows: rows.map(cellsOf) };
}

function cellsOf(line: string): string[] {
  return line
    .replace(/^\||\|$/g, '')
    .split('|')
    .map((cell) => cell.trim());
}

export type Words = { kind: 'plain' | 'name' | 'typed'; text: string };

/** `**words**` are names of buttons and lists; what stands between backticks is typed as it is. */
export function parseWords(text: string): Words[] {
  return text
    .split(/(\*\*.+?\*\*|`[^`]+`)/)
    .filter(Boolean)
    .map((part): Words => {
      if (part.startsWith('**')) return { kind: 'name', text: part.slice(2, -2) };
      if (part.startsWith('`')) return { kind: 'typed', text: part.slice(1, -1) };
      return { kind: 'plain', text: part };
    });
}
