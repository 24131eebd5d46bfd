import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createTranslator } from 'next-intl';
import { describe, expect, it } from 'vitest';
import { en } from '@/messages/en';
import { ko } from '@/messages/ko';

function hasMessage(key: string): boolean {
  let node: unknown = ko;
  for (const step of key.split('.')) {
    if (typeof node !== 'object' || node === null || !(step in node)) return false;
    node = (node as Record<string, unknown>)[step];
  }
  return typeof node === 'string';
}

function keysNamedIn(folder: string, pattern: RegExp): { key: string; file: string }[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name))
    .flatMap((name) => {
      const source = readFileSync(path.join(folder, name), 'utf8');
      return [...source.matchAll(pattern)].map(([, key = '']) => ({ key, file: name }));
    });
}

/** Every sentence by its dotted key. */
function sentences(node: unknown, key = ''): [string, string][] {
  if (typeof node === 'string') return [[key, node]];
  return Object.entries(node as Record<string, unknown>).flatMap(([step, inner]) =>
    sentences(inner, key ? `${key}.${step}` : step),
  );
}

/** The names of what a sentence is filled with; the texts of its branches stand one brace deeper. */
function argumentsOf(sentence: string): string[] {
  const names = new Set<string>();
  let depth = 0;
  for (const [index, sign] of [...sentence].entries()) {
    if (sign === '}') depth -= 1;
    if (sign !== '{') continue;
    depth += 1;
    const name = /^\w+/.exec([...sentence].slice(index + 1).join(''))?.[0];
    if (depth % 2 === 1 && name) names.add(name);
  }
  return [...names].sort();
}

/** What is counted in these is always more than one. */
const neverOne: ReadonlySet<string> = new Set([
  'invoice.errors.exportTooLong',
  'statistics.cut',
  'stock.receive.several',
]);

describe('messages', () => {
  it('every namespace file is listed', () => {
    const files = readdirSync('messages/ko').map((name) => path.basename(name, '.json'));
    expect(Object.keys(ko).sort()).toEqual(files.sort());
  });

  it('every expected error has its sentence', () => {
    const thrown = keysNamedIn('lib', /new ExpectedError\(\s*'([^']+)'/g);
    expect(thrown.length).toBeGreaterThan(0);
    expect(thrown.filter(({ key }) => !hasMessage(key))).toEqual([]);
  });

  it('every action says afterwards a sentence that exists', () => {
    const said = keysNamedIn('app', /\bdone: '(\w+\.[\w.]+)'/g);
    expect(said.filter(({ key }) => !hasMessage(key))).toEqual([]);
  });

  it('English says all that Korean says, and nothing else', () => {
    const keys = (messages: object) => sentences(messages).map(([key]) => key);
    expect(keys(en).sort()).toEqual(keys(ko).sort());
  });

  it('both languages are filled with the same values', () => {
    const english = new Map(sentences(en));
    const differing = sentences(ko).filter(
      ([key, text]) => `${argumentsOf(text)}` !== `${argumentsOf(english.get(key) ?? '')}`,
    );
    expect(differing).toEqual([]);
  });

  it('English counts one thing in the singular', () => {
    const counted =
      /\{(?!max\b)\w+, number\} (?!whose)(\w+ )?(account|box|gift|group|hold|line|match|number|order|parcel|piece|push|row|scan|shipment|unit|variant|withdrawal)(e?s)\b/;
    const wrong = sentences(en).filter(([key, text]) => counted.test(text) && !neverOne.has(key));
    expect(wrong).toEqual([]);
  });

  it('"외 2건" and "+2 more" never break', () => {
    const breaks = /(^|\s)외 \{|\{\w+, number\} more$/;
    expect([...sentences(ko), ...sentences(en)].filter(([, text]) => breaks.test(text))).toEqual(
      [],
    );
  });

  it('English holds no Korean', () => {
    expect(sentences(en).filter(([, text]) => /\p{Script=Hangul}/u.test(text))).toEqual([]);
  });

  it('every kind of change has its words in the history', () => {
    const verbs = keysNamedIn('lib', /\bverb: '([\w.]+)'/g);
    expect(verbs.length).toBeGreaterThan(0);
    const unsaid = verbs.filter(
      ({ key }) => !hasMessage(`history.verbs.${key.replaceAll('.', '_')}`),
    );
    expect(unsaid).toEqual([]);
  });
});

it('says which claim it is and how far, with a space where the language has one', () => {
  const claimOf = (locale: 'ko' | 'en') => {
    const say = createTranslator({ locale, messages: { ko, en }[locale], namespace: 'ui.states' });
    return say('claimOf', { kind: say('claimKind.return'), state: say('claim.accepted') });
  };
  expect([claimOf('ko'), claimOf('en')]).toEqual(['반품접수', 'Return accepted']);
});
