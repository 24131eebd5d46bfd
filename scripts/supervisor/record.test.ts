import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { readRecord, writeRecord } from './record';

const schema = z.object({ pid: z.number() });
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'moa-record-test-'));
});

afterAll(() => rm(folder, { recursive: true }));

it('reads what was written', async () => {
  const file = path.join(folder, 'whole.json');
  await writeRecord(file, { pid: 7 });
  expect(await readRecord(file, schema)).toEqual({ pid: 7 });
});

it.each(['', '{"pid":', '{"pid":"seven"}'])('%j counts as no record', async (text) => {
  const file = path.join(folder, 'broken.json');
  await writeFile(file, text);
  expect(await readRecord(file, schema)).toBeNull();
  expect(await readRecord(path.join(folder, 'none.json'), schema)).toBeNull();
});
