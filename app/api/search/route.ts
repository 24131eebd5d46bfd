import { NextResponse } from 'next/server';
import { searchEverywhere } from '@/lib/orders/search';
import { route } from '@/lib/route';

const LONGEST_WORD = 60;

/** What ⌘K finds for a word, as it is typed. */
export const GET = route({ name: 'search', role: 'viewer' }, async (ctx, request) => {
  const word = new URL(request.url).searchParams.get('word') ?? '';
  return NextResponse.json(await searchEverywhere(ctx, word.slice(0, LONGEST_WORD)));
});
