import { NextResponse } from 'next/server';
import { databaseAnswers } from '@/lib/system/database-answers';

export const dynamic = 'force-dynamic';

/** For whoever watches over the process: whether it and its database work, and nothing else. */
export async function GET(): Promise<Response> {
  const isUp = await databaseAnswers();
  return NextResponse.json({ isUp }, { status: isUp ? 200 : 503 });
}
