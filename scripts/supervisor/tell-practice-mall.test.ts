import { expect, it, vi } from 'vitest';
import { tellPracticeMall } from './tell-practice-mall';

it('a practice mall that cannot be opened is told of, and the start goes on', async () => {
  const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const installation = {
    databaseUrl: 'postgres://moa@127.0.0.1:1/moa',
    appRole: 'moa_app',
    encryptionKey: Buffer.alloc(32).toString('base64'),
  };
  await tellPracticeMall(installation, 'http://127.0.0.1:1');
  expect(said).toHaveBeenCalledWith(expect.stringContaining('ECONNREFUSED'));
  said.mockRestore();
});
