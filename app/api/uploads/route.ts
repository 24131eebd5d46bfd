import { z } from 'zod';
import { isDiskLow } from '@/app/own-disk';
import type { ActionResult } from '@/lib/action';
import type { PersonCtx } from '@/lib/auth/current';
import { courierKeys } from '@/lib/couriers/registry';
import { secrets } from '@/lib/env';
import { ExpectedError } from '@/lib/errors';
import { plainFileName } from '@/lib/files/file-name';
import { fileLimit, limitBytes } from '@/lib/files/limits';
import { queueUpload } from '@/lib/files/queue-upload';
import { FILE_KEPT_MS, storeFile } from '@/lib/files/store-file';
import { route } from '@/lib/route';

const common = {
  name: z.string().min(1).max(255).transform(plainFileName),
  password: z.string().max(255).optional(),
  /** The screen that shows the upload: gets its id as `upload`. */
  returnTo: z.string().regex(/^\/(?![/\\])/),
};

const schema = z.discriminatedUnion('purpose', [
  z.object({ ...common, purpose: z.literal('orders'), channelId: z.coerce.number().int() }),
  z.object({
    ...common,
    purpose: z.literal('waybills'),
    courier: z.enum(courierKeys).nullable().catch(null),
    replaces: z.coerce.boolean().default(false),
  }),
  z.object({ ...common, purpose: z.enum(['matches', 'variants', 'counts']) }),
]);

/** A file as the body, what belongs to it in a header: so it is never held whole on its way. */
export const POST = route({ name: 'uploads', role: 'operator' }, async (ctx, request) => {
  const upload = readFields(request);
  const fileId = await storeBody(ctx, request, upload.name);
  const uploadId = await queueUpload(
    ctx,
    { ...upload, fileName: upload.name, fileId },
    secrets().encryptionKey,
  );
  const href = new URL(upload.returnTo, 'http://own');
  href.searchParams.set('upload', String(uploadId));
  const answer: ActionResult<{ href: string }> = {
    ok: true,
    value: { href: href.pathname + href.search },
  };
  return Response.json(answer);
});

function readFields(request: Request) {
  try {
    const given: unknown = JSON.parse(
      decodeURIComponent(request.headers.get('x-moa-fields') ?? ''),
    );
    return schema.parse(given);
  } catch {
    throw new ExpectedError('errors.invalid');
  }
}

async function storeBody(ctx: PersonCtx, request: Request, name: string): Promise<number> {
  if (!request.body) throw new ExpectedError('files.errors.empty');
  if (await isDiskLow()) throw new ExpectedError('files.errors.diskLow');
  const maxBytes = fileLimit(name);
  const mostBytes = Number(request.headers.get('content-length') ?? maxBytes);
  if (mostBytes > maxBytes) {
    throw new ExpectedError('files.errors.tooLarge', { megabytes: maxBytes / 1024 / 1024 });
  }
  const expiresAt = new Date(ctx.now.getTime() + FILE_KEPT_MS);
  return storeFile(
    ctx,
    { name, contentType: 'application/octet-stream', expiresAt, mostBytes },
    limitBytes(request.body, maxBytes),
  );
}
