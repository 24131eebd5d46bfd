import { getTranslations } from 'next-intl/server';
import { ActionButton } from '@/app/ui/form/action-button';
import { revoke } from './actions';

/** Takes an answer back, so that its recipients are asked about again. */
export async function RevokeButton({ answerId }: { answerId: number }) {
  const t = await getTranslations('bundle');
  const confirm = { title: t('revokeTitle'), body: t('revokeBody'), label: t('revoke') };
  return (
    <ActionButton size="small" action={revoke} input={{ answerId }} confirm={confirm}>
      {t('revoke')}
    </ActionButton>
  );
}
