import { z } from 'zod';
import { route } from '@/lib/route';
import { drawnFile } from '../../answer';

const id = z.coerce.number().int().positive().catch(0);

/** A drawn file, for who asked for it, within the hour. */
export const GET = route<{ id: string }>(
  { name: 'drawings.file', role: 'viewer' },
  async (ctx, _request, params) => drawnFile(ctx, id.parse(params.id)),
);
