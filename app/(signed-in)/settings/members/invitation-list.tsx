import { getTranslations } from 'next-intl/server';
import { Badge } from '@/app/ui/badge';
import { formatTime } from '@/app/ui/format';
import { Table } from '@/app/ui/table/table';
import type { MallInvitation } from '@/lib/system/members';
import { InvitationButtons } from './invitation-buttons';

/** Who was invited and has not come yet: nothing but the e-mail, and what they would get. */
export async function InvitationList({ invitations }: { invitations: MallInvitation[] }) {
  const t = await getTranslations('members');
  return (
    <section className="panel">
      <h2 className="px-3 py-2 font-semibold">{t('invitations.title')}</h2>
      <Table
        label={t('invitations.title')}
        columns={[
          {
            key: 'email',
            header: t('columns.email'),
            kind: 'text',
            cell: ({ email }) => email,
          },
          { key: 'role', header: t('columns.role'), cell: ({ role }) => t(`roles.${role}`) },
          {
            key: 'personalData',
            header: t('columns.personalData'),
            kind: 'center',
            cell: ({ canSeePersonalData }) => t(canSeePersonalData ? 'sees' : 'masked'),
          },
          {
            key: 'state',
            header: t('invitations.state'),
            cell: ({ isOpen, expiresAt }) =>
              isOpen ? (
                t('invitations.open', { until: formatTime(expiresAt) })
              ) : (
                <Badge tone="warn">{t('invitations.closed')}</Badge>
              ),
          },
          {
            key: 'manage',
            header: t('columns.manage'),
            kind: 'center',
            cell: (invitation) => <InvitationButtons invitation={invitation} />,
          },
        ]}
        rows={invitations}
        rowKey={({ userId }) => userId}
      />
    </section>
  );
}
