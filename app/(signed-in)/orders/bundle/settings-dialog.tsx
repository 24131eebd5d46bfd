import { getTranslations } from 'next-intl/server';
import { Button } from '@/app/ui/button';
import { Dialog, DialogButtons } from '@/app/ui/dialog/dialog';
import { ActionForm } from '@/app/ui/form/action-form';
import { Checkbox } from '@/app/ui/form/field';
import { SubmitButton } from '@/app/ui/form/submit-button';
import { configure } from './actions';

/** 합포설정: what suffices to be the same recipient in this mall. */
export async function SettingsDialog({ virtualPhonesSuffice }: { virtualPhonesSuffice: boolean }) {
  const t = await getTranslations('bundle.settings');
  return (
    <Dialog
      key={String(virtualPhonesSuffice)}
      title={t('title')}
      description={t('description')}
      trigger={<Button needs="viewer">{t('title')}</Button>}
    >
      <ActionForm action={configure} className="grid gap-4">
        <Checkbox
          name="virtualPhonesSuffice"
          label={t('virtualPhones')}
          defaultChecked={virtualPhonesSuffice}
        />
        <p className="text-muted">{t('virtualPhonesHint')}</p>
        <DialogButtons>
          <SubmitButton needs="manager">{t('save')}</SubmitButton>
        </DialogButtons>
      </ActionForm>
    </Dialog>
  );
}
