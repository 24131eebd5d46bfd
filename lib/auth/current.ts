import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { cache } from 'react';
import type { Ctx } from '@/lib/context';
import { type Member, memberOf } from './member';
import { readSession } from './session';

/** The context of a person's request; verbs of the product itself have no user. */
export type PersonCtx = Ctx & { userId: number };

/** Who asks: one indexed query a request, however many components want to know. */
export const findMember = cache(async (): Promise<Member | undefined> => {
  const session = await readSession();
  return session ? memberOf(session) : undefined;
});

/** For pages and layouts: without a member the request ends at the sign-in screen. */
export async function currentMember(): Promise<Member> {
  const member = await findMember();
  if (member) return member;
  const path = (await headers()).get('x-moa-path') ?? '/';
  redirect(`/sign-in?from=${encodeURIComponent(path)}`);
}

export const currentCtx = cache(async (): Promise<PersonCtx> => contextOf(await currentMember()));

export function contextOf(member: Member): PersonCtx {
  const { mallId, userId, role, canSeePersonalData } = member;
  return { mallId, userId, role, canSeePersonalData, now: new Date() };
}
