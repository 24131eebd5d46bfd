import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { StageFrame } from '@/app/ui/frame/stage-screen';
import { Trail } from '@/app/ui/frame/trail';

/** Claims stand beside the stages: the same frame, of no stage. */
export async function ClaimsFrame({ title, children }: { title: string; children: ReactNode }) {
  const t = await getTranslations('frame.trails');
  return (
    <>
      <Trail steps={[t('orders'), t('integrated'), title]} />
      <StageFrame title={title}>{children}</StageFrame>
    </>
  );
}
