import type { ReactNode } from 'react';
import { currentMember } from '@/lib/auth/current';
import { FocusKeeper } from '../ui/focus/focus-keeper';
import { PageMemberProvider } from '../ui/form/page-member';
import { DiskNotice } from '../ui/frame/disk-notice';
import { Header } from '../ui/frame/header';

export default async function SignedInLayout({ children }: { children: ReactNode }) {
  const member = await currentMember();
  const { mallId, role, canSeePersonalData } = member;
  return (
    <PageMemberProvider member={{ mallId, role, canSeePersonalData }}>
      <FocusKeeper />
      <Header member={member} />
      <DiskNotice />
      {children}
    </PageMemberProvider>
  );
}
