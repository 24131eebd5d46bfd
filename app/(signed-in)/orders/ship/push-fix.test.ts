import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createTranslator } from 'next-intl';
import { describe, expect, it } from 'vitest';
import { channels } from '@/lib/channels/registry';
import { type Fault, unsendable } from '@/lib/channels/writing';
import { en } from '@/messages/en';
import { ko } from '@/messages/ko';
import { pushFix } from './push-fix';

const faults = Object.keys({
  unit: true,
  lines: true,
  courier: true,
  waybill: true,
} satisfies Record<Fault, true>) as Fault[];

function found(folder: string, file: RegExp, pattern: RegExp): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => file.test(name) && !name.endsWith('.test.ts'))
    .flatMap((name) => [...readFileSync(path.join(folder, name), 'utf8').matchAll(pattern)])
    .map(([, code = '']) => code);
}

/** The codes that we give a push ourselves where nothing, or too little, was answered. */
const ours = [
  ...found('lib/shipping/pushes', /\.ts$/, /push, '(?:failed|unknown|stopped)', '(\w+)'/g),
  ...found('lib/shipping/pushes', /push\.ts$/, /unsent\(push, '(\w+)'/g),
  ...found('lib/channels', /(writes|results|writing)\.ts$/, /code: '(\w{2,})'/g),
  ...found('lib/channels', /errors\.ts$/, /kind = '(\w+)'/g),
  ...faults.map((fault) => unsendable('1', fault).code),
].filter((code) => code !== 'OK');

/** The codes that the marketplaces document, where we go by them. */
const theirs = found('lib/channels', /results\.ts$/, /'(-?[1-9]\d*|[A-Z]+(?:_[A-Z]+)+)'/g);

describe.each([
  ['ko', ko],
  ['en', en],
] as const)('in %s', (locale, messages) => {
  const t = createTranslator({ locale, messages, namespace: 'ship' });
  const has = (key: string) => t.has(key as Parameters<typeof t>[0]);

  it.each([...new Set([...ours, ...theirs])].sort())('%s says what to do', (code) => {
    expect(pushFix({ code, marketplace: 'coupang' }, has)).toBe(`fixes.${code}`);
  });

  it.each(channels.map(({ marketplace }) => marketplace))(
    'a code of %s that nobody knows says where to look',
    (marketplace) => {
      const fix = { code: 'never-heard-of', marketplace };
      expect(pushFix(fix, has)).toBe(`fixesUnknown.${marketplace}`);
      expect(pushFix({ ...fix, code: '' }, has)).toBe(`fixesUnknown.${marketplace}`);
    },
  );
});

it('knows the codes of every kind', () => {
  expect(ours).toEqual(expect.arrayContaining(['claim', 'noCredential', '207', 'busy']));
  expect(theirs).toEqual(expect.arrayContaining(['-3321', '104139', 'PERMISSION_DENIED']));
});
