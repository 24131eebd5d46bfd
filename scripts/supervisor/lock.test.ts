import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, it } from 'vitest';
import { takeLock } from './lock';

it('a server is asked to notice within a minute that the holder of a lock is gone', async () => {
  let greeting = '';
  const server = createServer((socket) =>
    socket.once('data', (bytes) => {
      greeting = bytes.toString('latin1');
      socket.end(refusal());
    }),
  );
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  await expect(takeLock(`postgres://moa@127.0.0.1:${port}/moa`, '/data')).rejects.toThrow('no');
  server.close();
  expect(greeting).toContain('tcp_keepalives_idle\x0030\x00');
  expect(greeting).toContain('tcp_keepalives_interval\x0010\x00');
  expect(greeting).toContain('tcp_keepalives_count\x003\x00');
});

/** How PostgreSQL says no to who wants to come in. */
function refusal(): Buffer {
  const fields = Buffer.from('SFATAL\0C28000\0Mno\0\0');
  const head = Buffer.from('E\0\0\0\0');
  head.writeInt32BE(fields.length + 4, 1);
  return Buffer.concat([head, fields]);
}
