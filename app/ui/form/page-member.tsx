'use client';

import { useTranslations } from 'next-intl';
import { createContext, type ReactNode, useContext } from 'react';
import { lackOf, type Need } from '@/lib/auth/need';
import type { Ctx } from '@/lib/context';

type Member = Pick<Ctx, 'mallId' | 'role' | 'canSeePersonalData'>;

const PageMember = createContext<Member | null>(null);

/** Who this page was drawn for. */
export function PageMemberProvider({ member, children }: { member: Member; children: ReactNode }) {
  return <PageMember value={member}>{children}</PageMember>;
}

/** The mall of this page; every action names it, so a tab of another mall is refused. */
export const usePageMall = () => useContext(PageMember)?.mallId ?? 0;

/** Says which right the reader of this page lacks for something; the server refuses it all the same. */
export function useLack(need: Need): string | undefined {
  const t = useTranslations('ui.lacks');
  const member = useContext(PageMember);
  const lack = member ? lackOf(member, need) : undefined;
  return lack && t(lack);
}
