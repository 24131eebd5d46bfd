import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { writeCsv } from '../writing/write-csv';
import { collectSheet, parseInChild } from './parse-in-child';
import { readSheet } from './read-sheet';

const limits = { timeoutMs: 20_000, memoryMb: 256 };

describe('parseInChild', { timeout: 30_000 }, () => {
  it('reads bytes, fetched before or meanwhile, exactly as readSheet does, dates included', async () => {
    const path = new URL('../fixtures/smartstore-standard-encryption.xlsx', import.meta.url)
      .pathname;
    const options = { maxRows: 10, password: '비번Pass!1234' };
    const expected = await readSheet(readFileSync(path), options);
    expect(expected.rows[0]?.cells[2]).toBeInstanceOf(Date);
    expect(await collectSheet(parseInChild(() => readFile(path), options, limits))).toEqual(
      expected,
    );
    expect(await collectSheet(parseInChild(readFileSync(path), options, limits))).toEqual(expected);
  });

  it('says first what will come, then hands rows over in parts', async () => {
    const kinds: string[] = [];
    let rowCount = 0;
    for await (const part of parseInChild(csvOf(2_500), { maxRows: 5_000 }, limits)) {
      kinds.push(part.kind);
      if (part.kind === 'head') expect(part).toMatchObject({ headers: ['주문번호', '수량'] });
      else rowCount += part.rows.length;
    }
    expect(kinds).toEqual(['head', 'rows', 'rows', 'rows']);
    expect(rowCount).toBe(2_500);
  });

  it('refuses as readSheet does', async () => {
    const refused = collectSheet(parseInChild(csvOf(11), { maxRows: 10 }, limits));
    await expect(refused).rejects.toMatchObject({ name: 'SheetError', kind: 'tooManyRows' });
  });

  it('ends a child that takes too long', async () => {
    const slow = parseInChild(csvOf(10), { maxRows: 10 }, { ...limits, timeoutMs: 1 });
    await expect(collectSheet(slow)).rejects.toMatchObject({ kind: 'tookTooLong' });
  });

  it('survives a child that runs out of memory', async () => {
    const row = `<tr>${'<td>가</td>'.repeat(400)}</tr>`;
    const wide = Buffer.from(`<table><tr><td>주문번호</td><td>수량</td></tr>${row.repeat(3_000)}`);
    const hungry = parseInChild(wide, { maxRows: 100_000 }, { ...limits, memoryMb: 24 });
    await expect(collectSheet(hungry)).rejects.toMatchObject({ kind: 'tookTooMuchMemory' });
  });

  it('reads a CSV piece by piece: 18 MB in a heap that could not hold its text', async () => {
    const wide = Buffer.from(`주문번호,수량\n${`${'가,'.repeat(225)}\n`.repeat(20_000)}`);
    const thrifty = parseInChild(wide, { maxRows: 20_000 }, { ...limits, memoryMb: 24 });
    let rowCount = 0;
    for await (const part of thrifty) if (part.kind === 'rows') rowCount += part.rows.length;
    expect(rowCount).toBe(20_000);
  });

  it('can be left after the head, as a preview does', async () => {
    for await (const part of parseInChild(csvOf(2_500), { maxRows: 5_000 }, limits)) {
      expect(part.kind).toBe('head');
      break;
    }
  });
});

function csvOf(rowCount: number): Uint8Array {
  const rows = Array.from({ length: rowCount }, (_, index) => [`00${index}`, 1]);
  return writeCsv({ headers: ['주문번호', '수량'], rows });
}
