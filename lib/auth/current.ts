import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { cache } from 'react';
import type { Ctx } from '@/lib/context';
import { env } from '@/lib/env';
import { addressOf } from './address';
import { type Member, memberOf } from './member';
import { type PersonAsking, personOf } from './person';
import { readSession } from './session';

/** The context of a person's request; verbs of the product itself have no user. */
export type PersonCtx = Ctx & { userId: number };

type Asker = Member & { address: string };

/** Who asks: one indexed query a request, however many components want to know. */
export const findMember = cache(async (): Promise<Asker | undefined> => {
  const session = await readSession();
  const member = session ? await memberOf(session) : undefined;
  return member && { ...member, address: await ownAddress() };
});

/** Who is signed in, though no mall lets them in yet. */
export async function findPerson(): Promise<(PersonAsking & { hasMall: boolean }) | undefined> {
  const session = await readSession();
  const person = session ? await personOf(session) : undefined;
  if (!session || !person) return;
  const address = await ownAddress();
  return { ...person, address, now: new Date(), hasMall: session.mallId !== null };
}

async function ownAddress(): Promise<string> {
  return addressOf((await headers()).get('x-forwarded-for'), env().proxies);
}

/** For pages and layouts: without a member the request ends at the sign-in screen. */
export async function currentMember(): Promise<Asker> {
  const member = await findMember();
  if (member) return member;
  const path = (await headers()).get('x-moa-path') ?? '/';
  redirect(`/sign-in?from=${encodeURIComponent(path)}`);
}

export const currentCtx = cache(async (): Promise<PersonCtx> => contextOf(await currentMember()));

export function contextOf(member: Asker): PersonCtx {
  const { mallId, userId, role, canSeePersonalData, address } = member;
  return { mallId, userId, role, canSeePersonalData, address, now: new Date() };
}
