import { getTranslations } from 'next-intl/server';
import { Dialog } from '@/app/ui/dialog/dialog';
import { type Criterion, criteria, isTag, tagOf } from '@/lib/allocation/priority';
import type { Policy } from './policy';
import { PolicyComparison } from './policy-comparison';

type SimulatorDialogProps = {
  /** The list's own conditions. */
  where: Record<string, string | string[]>;
  /** What the run would use now: policy A. */
  current: Policy;
  tags: string[];
  closeHref: string;
};

/** Up to three policies side by side, before one is chosen. */
export async function SimulatorDialog({ where, current, tags, closeHref }: SimulatorDialogProps) {
  const t = await getTranslations('allocate');
  const others: Partial<Policy>[] = [{ first: 'amount' }, { first: 'quantity' }];
  return (
    <Dialog
      title={t('simulator.title')}
      description={t('simulator.description')}
      closeHref={closeHref}
      width="wide"
    >
      <PolicyComparison
        where={where}
        initial={[current, ...others.map((change) => ({ ...current, ...change }))]}
        criteria={await criterionNames(tags)}
      />
    </Dialog>
  );
}

/** All that can be compared first, with what people call it. */
export async function criterionNames(
  tags: readonly string[],
): Promise<{ value: Criterion; label: string }[]> {
  const t = await getTranslations('allocate.priority');
  const all: Criterion[] = [...criteria, ...tags.map((tag) => `tag:${tag}` as const)];
  return all.map((value) => ({
    value,
    label: isTag(value) ? t('tag', { tag: tagOf(value) }) : t(`criteria.${value}`),
  }));
}
