import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { ExpectedError } from '@/lib/errors';
import { route } from '@/lib/route';

const NAME = /^[a-z]+(?:\.en)?\.png$/;

/** A picture of the guide. */
export const GET = route<{ name: string }>(
  { name: 'guide.picture', role: 'viewer' },
  async (_ctx, _request, { name }) => {
    if (!NAME.test(name)) throw new ExpectedError('errors.notFound');
    const folder = path.join(/* turbopackIgnore: true */ process.cwd(), 'docs', 'images');
    const picture = await readFile(path.join(folder, name)).catch(() => {
      throw new ExpectedError('errors.notFound');
    });
    return new Response(new Uint8Array(picture), { headers: { 'Content-Type': 'image/png' } });
  },
);
