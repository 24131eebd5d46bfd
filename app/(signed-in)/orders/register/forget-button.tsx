import { getTranslations } from 'next-intl/server';
import { ActionButton } from '@/app/ui/form/action-button';
import { forgetMapping } from './actions';

/** Forgets which columns the files of a channel, or of a courier's program, have. */
export async function ForgetButton({ mappingId, of }: { mappingId: number; of: string }) {
  const t = await getTranslations('register');
  return (
    <ActionButton
      size="small"
      variant="danger"
      action={forgetMapping}
      input={{ mappingId }}
      confirm={{
        title: t('mapping.deleteTitle'),
        body: t('mapping.deleteBody', { channel: of }),
        label: t('delete'),
      }}
    >
      {t('delete')}
    </ActionButton>
  );
}
