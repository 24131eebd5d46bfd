import type { ReactNode } from 'react';
import { currentMember } from '@/lib/auth/current';
import { PageMallProvider } from '../ui/form/page-mall';
import { DiskNotice } from '../ui/frame/disk-notice';
import { Header } from '../ui/frame/header';

export default async function SignedInLayout({ children }: { children: ReactNode }) {
  const member = await currentMember();
  return (
    <PageMallProvider mallId={member.mallId}>
      <Header member={member} />
      <DiskNotice />
      {children}
    </PageMallProvider>
  );
}
