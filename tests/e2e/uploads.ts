import { readFile } from 'node:fs/promises';
import { type IncomingMessage, request } from 'node:http';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { writeZip } from '@/lib/sheets/zip';
import { expect, test } from './browser';
import { openJudge } from './judge';
import type { Moa } from './moa';
import { listenForComplaints, signIn } from './operator';

const MEGABYTE = 1024 * 1024;
/** Of a process that did not unfold what it was given. */
const MOST_GROWTH_MB = 150;

export async function walkUploads(page: Page, moa: Moa): Promise<void> {
  const judge = await openJudge(moa.dataDir);
  const complaints = listenForComplaints(page);
  await signIn(page, moa.url);
  const before = await memoryOf(moa);

  await test.step('more than a file may have, announced or not', async () => {
    const workbook = { name: 'orders.xlsx', bytes: 21 * MEGABYTE };
    for (const announced of [true, false]) {
      const answer = await upload(page, moa, { ...workbook, announced });
      expect(answer).toEqual({ ok: false, message: expect.stringContaining('20MB') });
    }
    expect(await judge.sql`select from uploads`).toHaveLength(0);
    await expect.poll(() => judge.sql`select from file_chunks`).toHaveLength(0);
  });

  await test.step('a bomb, and one with a path for a name', async () => {
    const bomb = writeZip(
      [
        { name: '[Content_Types].xml', content: Buffer.from('<Types/>') },
        { name: '../../outside.xml', content: Buffer.alloc(160 * MEGABYTE) },
      ],
      'deflate',
    );
    const name = '../../../etc/cron.d/주문.xlsx';
    const { value } = await upload(page, moa, { name, body: bomb, announced: true });
    await page.goto(moa.url + value?.href);
    const dialog = page.getByRole('dialog');
    await expect(dialog).toContainText('압축을 풀면 지나치게 커지는 파일이라 열지 않았습니다', {
      timeout: 60_000,
    });
    const [stored] = await judge.sql<{ file_name: string }[]>`select file_name from uploads`;
    expect(path.basename(stored?.file_name ?? '')).toBe(stored?.file_name);
  });

  const after = await memoryOf(moa);
  for (const [at, megabytes] of after.entries())
    expect(megabytes - (before[at] ?? 0)).toBeLessThan(MOST_GROWTH_MB);
  expect(complaints).toEqual([]);
  await judge.end();
}

type Answer = { ok: boolean; message?: string; value?: { href: string } };
type Given = { name: string; announced: boolean } & ({ bytes: number } | { body: Buffer });

/** As the page does it, but for the length, which a hostile client keeps to itself. */
async function upload(page: Page, moa: Moa, given: Given): Promise<Answer> {
  const body = 'body' in given ? given.body : Buffer.alloc(given.bytes, 'a');
  const cookies = await page.context().cookies();
  const fields = {
    purpose: 'orders',
    channelId: 1,
    name: given.name,
    returnTo: '/orders/register',
  };
  const headers = {
    cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; '),
    origin: moa.url,
    'x-moa-mall': '1',
    'x-moa-fields': encodeURIComponent(JSON.stringify(fields)),
    ...(given.announced ? { 'content-length': String(body.length) } : {}),
  };
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const asking = request(
      `${moa.url}/api/uploads`,
      { method: 'POST', headers, agent: false },
      resolve,
    );
    // Whoever refuses need not read on.
    asking.on('error', (error) => ('code' in error && error.code === 'EPIPE' ? {} : reject(error)));
    for (let at = 0; at < body.length; at += MEGABYTE)
      asking.write(body.subarray(at, at + MEGABYTE));
    asking.end();
  });
  const pieces: Buffer[] = [];
  for await (const piece of answer) pieces.push(piece);
  return JSON.parse(Buffer.concat(pieces).toString()) as Answer;
}

/** Of the application and the jobs, each with nothing but itself. */
async function memoryOf({ dataDir }: Moa): Promise<number[]> {
  const noted = await readFile(path.join(dataDir, 'running.json'), 'utf8');
  const { pids } = JSON.parse(noted) as { pids: number[] };
  return Promise.all(
    pids.map(async (pid) => {
      const status = await readFile(`/proc/${pid}/status`, 'utf8');
      return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024;
    }),
  );
}
