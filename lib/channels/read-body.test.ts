import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { ChannelBrokenAnswerError } from './errors';
import { exchange } from './http';
import { LONGEST_ANSWER_BYTES } from './read-body';
import { connectionTo, reply, serve } from './testing';

const asked = { method: 'GET' as const, headers: {} };

it('reads an answer of the longest length, in letters of several bytes', async () => {
  const words = '가'.repeat(1_000_000);
  const { url } = await serve((_, response) => reply(response, words));
  const { text } = await exchange(to(url), { ...asked, url }, 0);
  expect(text).toBe(words);
});

it('refuses a longer one, also one that was packed small', async () => {
  const packed = gzipSync(Buffer.alloc(LONGEST_ANSWER_BYTES + 1));
  expect(packed.length).toBeLessThan(100_000);
  const { url } = await serve((_, response) => {
    response.writeHead(200, { 'content-encoding': 'gzip' });
    response.end(packed);
  });
  await expect(exchange(to(url), { ...asked, url }, 0)).rejects.toThrow(ChannelBrokenAnswerError);
});

it('hangs up on one that never ends', async () => {
  let sent = 0;
  const { url } = await serve((_, response) => {
    const more = () => {
      while (response.writable && response.write(Buffer.alloc(1024 * 1024))) sent++;
      response.once('drain', more);
    };
    more();
  });
  await expect(exchange(to(url), { ...asked, url }, 0)).rejects.toThrow('more than 32 MB');
  expect(sent).toBeLessThan(100);
});

const to = (url: string) => connectionTo(url, { account: 'simplex', credential: null });
