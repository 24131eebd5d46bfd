import type { RemotePostcodes } from '@/db/schema/tenancy';

const LINE = /^(\d{5})(?:\s*[-–~]\s*(\d{5}))?(?:\s+(.{1,50}))?$/;

/** A line a range: "40200-40240 경북 울릉군"; or the first line that says something else. */
export function readPostcodeList(text: string): { ranges: RemotePostcodes[] } | { wrong: string } {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const ranges: RemotePostcodes[] = [];
  for (const line of lines) {
    const [, from = '', to = from, place = ''] = LINE.exec(line) ?? [];
    if (from === '' || to < from) return { wrong: line.slice(0, 60) };
    ranges.push({ from, to, place });
  }
  return { ranges };
}

export function postcodeListText(ranges: readonly RemotePostcodes[]): string {
  return ranges
    .map(({ from, to, place }) => `${from === to ? from : `${from}-${to}`} ${place}`.trim())
    .join('\n');
}
