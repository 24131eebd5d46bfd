import { idOrNone } from '@/lib/ids';
import { route } from '@/lib/route';
import { drawnFile } from '../../answer';

/** A drawn file, for who asked for it, within the hour. */
export const GET = route<{ id: string }>(
  { name: 'drawings.file', role: 'viewer' },
  async (ctx, _request, params) => drawnFile(ctx, idOrNone.parse(params.id)),
);
