import { describe, expect, it } from 'vitest';
import type { Connection } from './channel';
import { elevenstClient } from './elevenst/client';
import { ChannelBusyError, ChannelRefusedError, ChannelUnavailableError } from './errors';
import { readingAgain } from './rereading';

const away = () => new ChannelUnavailableError('HTTP 503', true);

function failing(...errors: Error[]) {
  const calls = { count: 0 };
  const call = async () => {
    calls.count += 1;
    const error = errors.shift();
    if (error) throw error;
    return 'read';
  };
  return { calls, call };
}

describe('readingAgain', () => {
  it('makes a call that was not answered once more, as often as it may', async () => {
    const { calls, call } = failing(away(), away());
    expect(await readingAgain({ rereads: 2 }, call)).toBe('read');
    expect(calls.count).toBe(3);
    await expect(readingAgain({ rereads: 1 }, failing(away(), away()).call)).rejects.toThrow('503');
  });

  it('makes no call twice for who may write', async () => {
    const { calls, call } = failing(away());
    await expect(readingAgain({}, call)).rejects.toThrow('503');
    expect(calls.count).toBe(1);
  });

  it.each([new ChannelBusyError(1_000), new ChannelRefusedError('credential', 401, '401', 'no')])(
    'takes $kind for an answer',
    async (error) => {
      const { calls, call } = failing(error);
      await expect(readingAgain({ rereads: 2 }, call)).rejects.toBe(error);
      expect(calls.count).toBe(1);
    },
  );
});

it('takes a turn of the limiter for each call', async () => {
  const answers = [503, 200];
  const turns = { taken: 0 };
  const connection = {
    baseUrl: 'https://shop.test',
    credential: { apiKey: 'key' },
    now: () => new Date(),
    takeSlot: async () => {
      turns.taken += 1;
    },
    fetch: async () =>
      new Response('<orders><result_code>0</result_code></orders>', { status: answers.shift() }),
    rereads: 1,
  } as unknown as Connection;
  expect(await elevenstClient(connection).list('/list')).toEqual([]);
  expect(turns.taken).toBe(2);
});
