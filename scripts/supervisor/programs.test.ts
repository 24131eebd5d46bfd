import { existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import { collectSheet, parseInChild } from '@/lib/sheets/reading/parse-in-child';
import { writeCsv } from '@/lib/sheets/writing/write-csv';
import { bundlePrograms } from './programs';
import { root } from './root';

let directory: string;
const textOf = (file: string) => readFile(path.join(directory, file), 'utf8');

beforeAll(async () => {
  directory = await bundlePrograms();
});
afterEach(() => vi.unstubAllEnvs());

it('bundles once for the same sources', async () => {
  const file = path.join(directory, 'jobs.js');
  const { mtimeMs } = await stat(file);
  expect(await bundlePrograms()).toBe(directory);
  expect((await stat(file)).mtimeMs).toBe(mtimeMs);
});

it('names the files that lie beside a source by where that source lies', async () => {
  const files = (await readdir(directory)).filter((file) => file.endsWith('.js'));
  const texts = await Promise.all(files.map(textOf));
  const named = texts.flatMap((text) => [...text.matchAll(/new URL\("([^"]+)", MOA_SOURCES\)/g)]);
  const sources = named.map(([, source]) => source ?? '');
  expect(sources).toContain('lib/labels/pen.ts');
  expect(sources.filter((source) => !existsSync(path.join(root, source)))).toEqual([]);
  for (const text of texts) expect(text.split('import.meta.url')).toHaveLength(2);
});

it.each(['the bundled parser', 'the sources of it where nothing is bundled'])(
  'parses sheets with %s',
  { timeout: 30_000 },
  async (parser) => {
    vi.stubEnv('MOA_PROGRAMS', parser === 'the bundled parser' ? directory : '');
    const bytes = writeCsv({ headers: ['주문번호', '수량'], rows: [['001', 1]] });
    const limits = { timeoutMs: 20_000, memoryMb: 256 };
    const { rows } = await collectSheet(parseInChild(bytes, { maxRows: 10 }, limits));
    expect(rows.map(({ cells }) => cells)).toEqual([['001', '1']]);
  },
);
