import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { currentCtx } from '@/lib/auth/current';
import type { Messages } from '@/lib/i18n';
import { stageCounts } from '@/lib/shipments/lists/stage-counts';
import { ClientMessages } from '../client-messages';
import type { StageKey } from '../stages';
import { StageHelp } from './stage-help';
import { StageTabs } from './stage-tabs';
import { TodoPanel } from './todo-panel';
import { Trail } from './trail';

type StageScreenProps = {
  stage: StageKey;
  /** Texts that the client leaves of this screen use. */
  namespaces?: (keyof Messages)[];
  /** What the 도움말 box says of this stage. */
  help?: ReactNode;
  children: ReactNode;
};

/**
 * The frame of a stage screen: tabs, 처리필요 and 도움말. It belongs to the page, not to a layout,
 * so that its numbers are drawn with the page's own, on each way there.
 */
export async function StageScreen({ stage, namespaces, help, children }: StageScreenProps) {
  const t = await getTranslations('frame');
  return (
    <StageFrame
      title={t(`stage.${stage}`)}
      trail={[t('trails.orders'), t('trails.integrated'), t('trails.individual')]}
      stage={stage}
      namespaces={namespaces}
      help={help}
    >
      {children}
    </StageFrame>
  );
}

type StageFrameProps = Omit<StageScreenProps, 'stage'> & {
  title: string;
  /** Where it stands, if not beside the stages under its title. */
  trail?: string[];
  stage?: StageKey;
};

/** The same around a list that belongs to no single stage. */
export async function StageFrame({
  title,
  trail,
  stage,
  namespaces = [],
  help,
  children,
}: StageFrameProps) {
  const t = await getTranslations('frame.trails');
  const ctx = await currentCtx();
  const counts = await stageCounts(ctx);
  return (
    <>
      <Trail steps={trail ?? [t('orders'), t('integrated'), title]} />
      <div className="grid grid-cols-[176px_minmax(0,1fr)] items-start gap-2.5 px-4 pb-6 print:block print:p-0">
        <aside className="no-print sticky top-[calc(var(--header-height)+10px)] grid gap-2.5">
          <TodoPanel counts={counts.panel} />
          {stage && <StageHelp>{help}</StageHelp>}
        </aside>
        <main className="grid grid-cols-1 gap-2.5">
          <h1 className="sr-only print:not-sr-only">{title}</h1>
          <StageTabs selected={stage} counts={counts} />
          <ClientMessages namespaces={namespaces}>{children}</ClientMessages>
        </main>
      </div>
    </>
  );
}

/** `export const generateMetadata = stageMetadata('bundle')` names the browser's tab. */
export function stageMetadata(stage: StageKey) {
  return async (): Promise<Metadata> => {
    const t = await getTranslations('frame');
    return { title: t(`stage.${stage}`) };
  };
}
