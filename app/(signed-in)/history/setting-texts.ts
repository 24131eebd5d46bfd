import type { Translate } from '@/app/ui/translate';
import type { Criterion } from '@/lib/allocation/priority';
import { isCriterion, isTag, tagOf } from '@/lib/allocation/priority';
import type { HistoryEvent } from '@/lib/history/events';
import type { Autopilot } from '@/lib/settings/autopilot';
import type { Choice, ParcelConditions, RuleSettings } from '@/lib/settings/parcel-rules';
import { conditionTexts } from '../settings/rules/condition-texts';

export type SettingWords = {
  automation: Translate<'automation'>;
  priority: Translate<'allocate.priority'>;
  rules: Translate<'rules'>;
};

type Named = Pick<RuleSettings, 'channels' | 'suppliers' | 'accounts'>;

/** Of a thing, each of its choices by its name, in words. */
type Choices = Record<string, string>;

/** What a setting was and is, in the words of its own screen; '' for what is none of these. */
export function settingText(
  words: SettingWords,
  named: Named,
  { verb, detail }: Pick<HistoryEvent, 'verb' | 'detail'>,
): string {
  const { before, after } = detail;
  switch (verb) {
    case 'autopilot.set': {
      const choices = (value: unknown) => autopilotChoices(words, named, value as Autopilot | null);
      return changedChoices(choices(before), choices(after));
    }
    case 'save_priority': {
      const [was, is] = [before, after ?? detail.allocationPriority].map((value) =>
        priorityText(words.priority, value),
      );
      return before === undefined ? (is ?? '') : `${was} → ${is}`;
    }
    case 'parcelRule.add':
    case 'parcelRule.edit': {
      const choices = (value: unknown) => ruleChoices(words.rules, named, value as RuleRow);
      return changedChoices(choices(before), choices(after));
    }
    default:
      return '';
  }
}

function changedChoices(was: Choices, is: Choices): string {
  const names = Object.keys({ ...was, ...is });
  const shown = (text: string | undefined) => text || '-';
  return names
    .filter((name) => shown(was[name]) !== shown(is[name]))
    .map((name) => `${name} ${shown(was[name])} → ${shown(is[name])}`)
    .join(' · ');
}

function autopilotChoices(
  { automation: t, rules }: SettingWords,
  named: Named,
  autopilot: Autopilot | null,
): Choices {
  if (!autopilot) return { [t('state')]: t('off') };
  const { days, bundleScope, allocation } = autopilot;
  const choices = {
    [t('state')]: t('on'),
    [t('days')]: String(days),
    [t('bundle')]: bundleScope ? t(`scopes.${bundleScope}`) : t('leave'),
    [t('allocate')]: allocation
      ? t(`bases.${allocation.servesPartly ? 'partly' : 'whole'}`)
      : t('leave'),
  };
  if (!allocation) return choices;
  return {
    ...choices,
    [t('reallocatesPartly')]: t(allocation.reallocatesPartly ? 'on' : 'off'),
    [rules('channels')]: namesOf(named.channels, allocation.channelIds),
    [t('suppliers')]: namesOf(named.suppliers, allocation.supplierIds),
    [t('tags')]: allocation.tags?.join(', ') ?? '',
  };
}

function priorityText(t: SettingWords['priority'], saved: unknown): string {
  if (!Array.isArray(saved)) return '-';
  return saved.filter(isCriterion).map(nameOf).join(' > ') || '-';

  function nameOf(criterion: Criterion): string {
    return isTag(criterion) ? t('tag', { tag: tagOf(criterion) }) : t(`criteria.${criterion}`);
  }
}

/** The fields that changed, as its row has them. */
type RuleRow = { conditions?: ParcelConditions; courier_account_id?: number } | null;

function ruleChoices(t: SettingWords['rules'], named: Named, row: RuleRow): Choices {
  const { conditions, courier_account_id: accountId } = row ?? {};
  return {
    [t('columns.conditions')]: conditions
      ? conditionTexts(t, conditions, named).join(', ') || t('everyParcel')
      : '',
    [t('columns.account')]: namesOf(named.accounts, accountId ? [accountId] : []),
  };
}

function namesOf(choices: readonly Choice[], ids: readonly number[] = []): string {
  return choices
    .filter(({ id }) => ids.includes(id))
    .map(({ name }) => name)
    .join(', ');
}
