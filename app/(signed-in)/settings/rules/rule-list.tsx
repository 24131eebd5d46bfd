import { getTranslations } from 'next-intl/server';
import { Badge } from '@/app/ui/badge';
import { ActionButton } from '@/app/ui/form/action-button';
import { List } from '@/app/ui/table/list';
import { type Column, Table } from '@/app/ui/table/table';
import type { Translate } from '@/app/ui/translate';
import type { ParcelRuleRow, RuleSettings } from '@/lib/settings/parcel-rules';
import type { ParcelRuleKind } from '@/lib/shipments/holds/parcel-rules';
import { move, remove, turn } from './actions';
import { conditionTexts } from './condition-texts';
import { RuleDialog } from './rule-dialog';

type RuleListProps = { kind: ParcelRuleKind; settings: RuleSettings; mayChange: boolean };

/** Rules in the order in which they are asked: the first that fits a parcel counts. */
export async function RuleList({ kind, settings, mayChange }: RuleListProps) {
  const t = await getTranslations('rules');
  const rules = settings[kind];
  const lacksAccount = kind === 'courier' && settings.accounts.length === 0;
  return (
    <section className="mt-2 grid gap-2.5 first:mt-0" aria-label={t(`kinds.${kind}.title`)}>
      <h2 className="font-semibold">{t(`kinds.${kind}.title`)}</h2>
      <p className="text-muted">{t(`kinds.${kind}.lead`)}</p>
      <List
        total={rules.length}
        toolbar={mayChange && !lacksAccount && <RuleDialog kind={kind} settings={settings} />}
      >
        <Table
          label={t(`kinds.${kind}.title`)}
          rows={rules}
          rowKey={(rule) => rule.id}
          emptyHint={t(lacksAccount ? 'noAccounts' : `kinds.${kind}.emptyHint`)}
          columns={[
            {
              key: 'rank',
              header: t('columns.rank'),
              kind: 'number',
              cell: (_, index) => index + 1,
            },
            { key: 'name', header: t('columns.name'), cell: ({ name }) => name },
            {
              key: 'state',
              header: t('columns.state'),
              cell: ({ isActive }) => (
                <Badge tone={isActive ? 'good' : 'neutral'}>{t(isActive ? 'on' : 'off')}</Badge>
              ),
            },
            {
              key: 'conditions',
              header: t('columns.conditions'),
              kind: 'wrap',
              cell: ({ conditions }) =>
                conditionTexts(t, conditions, settings).join(' · ') || t('everyParcel'),
            },
            ...(kind === 'courier'
              ? [
                  {
                    key: 'account',
                    header: t('columns.account'),
                    cell: ({ accountName }: ParcelRuleRow) => accountName ?? '-',
                  },
                ]
              : []),
            ...(mayChange ? [manageColumn(t, kind, settings)] : []),
          ]}
        />
      </List>
    </section>
  );
}

function manageColumn(
  t: Translate<'rules'>,
  kind: ParcelRuleKind,
  settings: RuleSettings,
): Column<ParcelRuleRow> {
  return {
    key: 'manage',
    header: t('columns.manage'),
    kind: 'center',
    cell: (rule, index) => (
      <span className="inline-flex gap-1">
        <MoveButton t={t} rule={rule} by="up" disabled={index === 0} />
        <MoveButton t={t} rule={rule} by="down" disabled={index === settings[kind].length - 1} />
        <RuleDialog kind={kind} settings={settings} rule={rule} />
        <ActionButton size="small" action={turn} input={{ id: rule.id, isActive: !rule.isActive }}>
          {t(rule.isActive ? 'turnOff' : 'turnOn')}
        </ActionButton>
        <ActionButton
          size="small"
          variant="danger"
          action={remove}
          input={{ id: rule.id }}
          confirm={{
            title: t('removeTitle', { name: rule.name }),
            body: t(`kinds.${kind}.removeBody`),
            label: t('remove'),
          }}
        >
          {t('remove')}
        </ActionButton>
      </span>
    ),
  };
}

type MoveButtonProps = {
  t: Translate<'rules'>;
  rule: ParcelRuleRow;
  by: 'up' | 'down';
  disabled: boolean;
};

function MoveButton({ t, rule, by, disabled }: MoveButtonProps) {
  return (
    <ActionButton size="small" action={move} input={{ id: rule.id, by }} disabled={disabled}>
      <span aria-hidden>{by === 'up' ? '▲' : '▼'}</span>
      <span className="sr-only">{t(by, { name: rule.name })}</span>
    </ActionButton>
  );
}
