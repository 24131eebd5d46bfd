import encoder from 'bwip-js/node';

/** Widths in modules, bar and space in turn, starting with a bar. */
export type Bars = { widths: number[]; modules: number };

export type Symbology = 'code128' | 'itf';

/** The bars of a number, null of what has none; ITF holds pairs of digits, so anything else comes as Code 128. */
export function barsOf(text: string, symbology: Symbology): Bars | null {
  if (!/^[\x20-\x7e]+$/.test(text)) return null;
  const asItf = symbology === 'itf' && /^(\d\d)+$/.test(text);
  const [symbol] = encoder.raw({ bcid: asItf ? 'interleaved2of5' : 'code128', text });
  if (!symbol) return null;
  // The encoder ends ITF with a space, and draws wide elements twice a narrow one; three times is read
  // from farther away.
  const drawn = symbol.sbs.length % 2 === 0 ? symbol.sbs.slice(0, -1) : symbol.sbs;
  const widths = asItf ? drawn.map((width) => (width === 2 ? 3 : width)) : drawn;
  return { widths, modules: widths.reduce((sum, width) => sum + width, 0) };
}

/** Dots of a label printer (203 dpi): a bar of whole dots comes out as wide as it should. */
const dotMm = 0.125;
const maxDotsPerModule = 4;
export const quietModules = 10;

/** Millimetres per module so that bars and quiet zones fit the width, in whole printer dots. */
export function moduleWidthMm({ modules }: Bars, widthMm: number): number {
  const dots = Math.floor(widthMm / dotMm / (modules + 2 * quietModules));
  return Math.max(1, Math.min(maxDotsPerModule, dots)) * dotMm;
}
