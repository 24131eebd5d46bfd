import { expect, it } from 'vitest';
import { type Bars, barsOf, moduleWidthMm, quietModules, type Symbology } from './bars';

it('a number of twelve digits takes 101 modules in Code 128 and starts and ends with a bar', () => {
  const { widths, modules } = drawn('684809623814', 'code128');
  expect(modules).toBe(101);
  expect(widths.length % 2).toBe(1);
});

it('ITF has narrow elements of one module and wide ones of three', () => {
  const { widths, modules } = drawn('123456789013', 'itf');
  expect(new Set(widths)).toEqual(new Set([1, 3]));
  // 4 to start, 18 for each pair of digits, 5 to stop.
  expect(modules).toBe(4 + 6 * 18 + 5);
});

it('what ITF cannot hold comes as Code 128', () => {
  expect(barsOf('12345678901', 'itf')).toEqual(barsOf('12345678901', 'code128'));
  expect(barsOf('EE123456785KR', 'itf')).toEqual(barsOf('EE123456785KR', 'code128'));
});

it.each(['', '송장'])('there are no bars for %j', (text) => {
  expect(barsOf(text, 'code128')).toBeNull();
});

it.each([92, 76, 64])('bars and quiet zones fit %i mm in whole printer dots', (width) => {
  for (const bars of [drawn('684809623814', 'code128'), drawn('123456789013', 'itf')]) {
    const module = moduleWidthMm(bars, width);
    expect(module * (bars.modules + 2 * quietModules)).toBeLessThanOrEqual(width);
    expect((module / 0.125) % 1).toBe(0);
    expect(module).toBeGreaterThanOrEqual(0.25);
  }
});

function drawn(text: string, symbology: Symbology): Bars {
  const bars = barsOf(text, symbology);
  if (!bars) throw new Error(`no bars for '${text}'`);
  return bars;
}
