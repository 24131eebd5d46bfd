import { getTranslations } from 'next-intl/server';
import { ActionButton } from '@/app/ui/form/action-button';
import { formatTime } from '@/app/ui/format';
import { List } from '@/app/ui/table/list';
import { Table } from '@/app/ui/table/table';
import { languageNames } from '@/lib/locale';
import { newsKinds } from '@/lib/notifications/notify';
import type { NotificationTarget } from '@/lib/notifications/targets';
import { sentence } from '@/lib/refusal';
import { remove, sendTrial } from './actions';
import { AddDialog } from './add-dialog';

type TargetListProps = { targets: NotificationTarget[]; mayChange: boolean };

/** 받는 곳: mailboxes and webhooks, what each gets and how the last one fared. */
export async function TargetList({ targets, mayChange }: TargetListProps) {
  const t = await getTranslations('alerts');
  const kinds = await Promise.all(
    newsKinds.map(async (kind) => ({ kind, name: await sentence(`notifications.titles.${kind}`) })),
  );
  const nameOf = (kind: string) => kinds.find((known) => known.kind === kind)?.name ?? kind;
  return (
    <List
      total={targets.length}
      toolbar={
        mayChange && (
          <>
            <AddDialog way="email" kinds={kinds} />
            <AddDialog way="webhook" kinds={kinds} />
          </>
        )
      }
    >
      <Table
        label={t('targets')}
        rows={targets}
        rowKey={(target) => target.id}
        rowTone={(target) => (target.last?.state === 'failed' ? 'bad' : undefined)}
        emptyHint={t('empty')}
        columns={[
          { key: 'way', header: t('columns.way'), cell: ({ way }) => t(`ways.${way}`) },
          {
            key: 'address',
            header: t('columns.address'),
            kind: 'text',
            cell: ({ address }) => address,
          },
          {
            key: 'kinds',
            header: t('columns.kinds'),
            kind: 'wrap',
            cell: (target) =>
              target.kinds.length === 0 ? t('allKinds') : target.kinds.map(nameOf).join(', '),
          },
          {
            key: 'language',
            header: t('columns.language'),
            cell: ({ language }) => <span lang={language}>{languageNames[language]}</span>,
          },
          { key: 'last', header: t('columns.last'), cell: ({ last }) => lastText(last) },
          {
            key: 'actions',
            header: t('columns.actions'),
            cell: ({ id, address }) =>
              mayChange && (
                <span className="flex gap-1.5">
                  <ActionButton size="small" action={sendTrial} input={{ id }}>
                    {t('test')}
                  </ActionButton>
                  <ActionButton
                    size="small"
                    variant="danger"
                    action={remove}
                    input={{ id }}
                    confirm={{
                      title: t('remove'),
                      body: t('removeBody', { address }),
                      label: t('remove'),
                    }}
                  >
                    {t('remove')}
                  </ActionButton>
                </span>
              ),
          },
        ]}
      />
    </List>
  );

  function lastText(last: NotificationTarget['last']) {
    if (!last) return t('never');
    return t('last', {
      at: formatTime(last.at),
      state: last.state,
      reason: last.error ? ` · ${reasonText(last.error)}` : '',
    });
  }

  function reasonText(error: string) {
    const [reason = '', code = ''] = error.split(':');
    return t(`reasons.${reason as 'refused'}`, { code });
  }
}
