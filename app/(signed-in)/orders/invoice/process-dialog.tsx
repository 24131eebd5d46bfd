'use client';

import { useTranslations } from 'next-intl';
import { Button } from '@/app/ui/button';
import { CourierOptions } from '@/app/ui/courier';
import { Dialog } from '@/app/ui/dialog/dialog';
import { Checkbox, Field, Select } from '@/app/ui/form/field';
import { FileDrop } from '@/app/ui/form/file-drop';

/** 엑셀처리: the courier, and the file that its program gave back. */
export function ProcessDialog({ returnTo }: { returnTo: string }) {
  const t = useTranslations('invoice.excel');
  return (
    <Dialog
      title={t('process')}
      description={t('processDescription')}
      trigger={<Button variant="primary">{t('process')}</Button>}
    >
      <FileDrop
        url="/api/uploads"
        accept=".xlsx,.xls,.csv,.txt"
        maxMegabytes={60}
        label={t('file')}
        submit={t('upload')}
      >
        <input type="hidden" name="purpose" value="waybills" />
        <input type="hidden" name="returnTo" value={returnTo} />
        <Field name="courier" label={t('courier')}>
          <Select>
            <option value="">{t('courierBySheet')}</option>
            <CourierOptions />
          </Select>
        </Field>
        <Checkbox name="replaces" label={t('replaces')} />
      </FileDrop>
    </Dialog>
  );
}
