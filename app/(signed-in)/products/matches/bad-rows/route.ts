import { getTranslations } from 'next-intl/server';
import { z } from 'zod';
import { attachment } from '@/lib/files/content-disposition';
import { badMatchRows } from '@/lib/matching/bad-match-rows';
import { route } from '@/lib/route';
import { problemText } from '../problem-text';

const uploadId = z.coerce.number().int().positive().catch(0);

/** The bad rows of one sheet of matches, with what is wrong with each. */
export const GET = route({ name: 'match.badRows', role: 'operator' }, async (ctx, request) => {
  const { searchParams } = new URL(request.url);
  const t = await getTranslations('match');
  const file = await badMatchRows(ctx, uploadId.parse(searchParams.get('upload')), (problem) =>
    problemText(t, problem),
  );
  return new Response(Buffer.from(file.bytes), {
    headers: {
      'Content-Type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      'Content-Disposition': attachment(file.name),
      'Cache-Control': 'no-store',
    },
  });
});
