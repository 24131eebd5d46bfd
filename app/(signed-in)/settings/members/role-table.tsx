import { getTranslations } from 'next-intl/server';
import { Table } from '@/app/ui/table/table';
import { roles } from '@/lib/auth/role';

/** What each role may do, in words. */
export async function RoleTable() {
  const t = await getTranslations('members');
  return (
    <section className="panel">
      <h2 className="px-3 py-2 font-semibold">{t('rolesTitle')}</h2>
      <Table
        label={t('rolesTitle')}
        columns={[
          { key: 'role', header: t('columns.role'), cell: (role) => t(`roles.${role}`) },
          {
            key: 'may',
            header: t('columns.may'),
            kind: 'wrap',
            cell: (role) => t(`may.${role}`),
          },
        ]}
        rows={roles}
        rowKey={(role) => role}
      />
    </section>
  );
}
