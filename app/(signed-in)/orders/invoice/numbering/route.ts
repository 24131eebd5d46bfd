import { NextResponse } from 'next/server';
import { numberingProgress } from '@/lib/invoicing/numbers/numbering-run';
import { route } from '@/lib/route';

/** How far the numbering is that this person waits for. */
export const GET = route({ name: 'invoice.numbering', role: 'operator' }, async (ctx) =>
  NextResponse.json(await numberingProgress(ctx)),
);
