import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { Badge } from '@/app/ui/badge';
import { formatTime } from '@/app/ui/format';
import { List } from '@/app/ui/table/list';
import { type Column, Table } from '@/app/ui/table/table';
import { currentCtx } from '@/lib/auth/current';
import { isAtLeast } from '@/lib/auth/role';
import { type MallMember, mallInvitations, mallMembers } from '@/lib/system/members';
import { SettingsScreen } from '../settings-screen';
import { AddMemberDialog } from './add-member-dialog';
import { InvitationList } from './invitation-list';
import { MemberButtons } from './member-buttons';
import { RoleTable } from './role-table';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('members');
  return { title: t('title') };
}

/** Who works in this mall, and what each may do. */
export default async function MembersPage() {
  const [ctx, t] = [await currentCtx(), await getTranslations('members')];
  const members = await mallMembers(ctx);
  const mayChange = isAtLeast(ctx.role, 'owner');
  const invitations = mayChange ? await mallInvitations(ctx) : [];
  const columns: Column<MallMember>[] = [
    { key: 'name', header: t('columns.name'), cell: (member) => member.name },
    { key: 'email', header: t('columns.email'), kind: 'text', cell: (member) => member.email },
    { key: 'role', header: t('columns.role'), cell: ({ role }) => t(`roles.${role}`) },
    {
      key: 'personalData',
      header: t('columns.personalData'),
      kind: 'center',
      cell: ({ canSeePersonalData }) => t(canSeePersonalData ? 'sees' : 'masked'),
    },
    {
      key: 'lastSignIn',
      header: t('columns.lastSignIn'),
      cell: ({ lastSignInAt, isDisabled }) =>
        isDisabled ? <Badge tone="bad">{t('disabled')}</Badge> : formatTime(lastSignInAt),
    },
    {
      key: 'manage',
      header: t('columns.manage'),
      kind: 'center',
      cell: (member) =>
        mayChange && <MemberButtons member={member} isOneself={member.userId === ctx.userId} />,
    },
  ];
  return (
    <SettingsScreen screen="members" namespaces={['members']}>
      <p className="text-muted">{t('lead')}</p>
      <List total={members.length} ofPeople toolbar={mayChange && <AddMemberDialog />}>
        <Table
          label={t('list')}
          columns={columns}
          rows={members}
          rowKey={(member) => member.userId}
        />
      </List>
      {invitations.length > 0 && <InvitationList invitations={invitations} />}
      <RoleTable />
    </SettingsScreen>
  );
}
