import { createHash, timingSafeEqual } from 'node:crypto';
import { NextResponse } from 'next/server';
import { secrets } from '@/lib/env';
import { collectEverywhere } from '@/lib/flows/collect-everywhere';

export const dynamic = 'force-dynamic';

/** Hosted crons can often only GET. */
export { collect as GET, collect as POST };

/** Queues the channels that are due; the jobs process collects them. */
async function collect(request: Request): Promise<Response> {
  if (!isAuthorised(request.headers.get('authorization')))
    return NextResponse.json({ error: 'unauthorised' }, { status: 401 });
  return NextResponse.json(await collectEverywhere(new Date()));
}

/** Digests have one length, so the comparison takes one time whatever was sent. */
function isAuthorised(header: string | null): boolean {
  return timingSafeEqual(digest(header ?? ''), digest(`Bearer ${secrets().cron}`));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
