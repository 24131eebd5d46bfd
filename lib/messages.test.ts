import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
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
});
