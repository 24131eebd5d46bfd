import { getTranslations } from 'next-intl/server';
import { ActionButton } from '@/app/ui/form/action-button';
import { ActionForm } from '@/app/ui/form/action-form';
import { FormFailure } from '@/app/ui/form/failure-note';
import { Field, Select } from '@/app/ui/form/field';
import { SubmitButton } from '@/app/ui/form/submit-button';
import { pointedFields, type WaybillColumns } from '@/lib/invoicing/imports/waybill-rows';
import { keepAsRead, saveMapping } from './sheet-actions';

type MappingFormProps = {
  uploadId: number;
  headers: string[];
  /** Of a file that can be read already, but not as it is meant. */
  known: WaybillColumns | null;
  /** It has been read, and may be left as it is. */
  isRead: boolean;
};

/** Which column of a file holds what, picked once for all files with these headers. */
export async function MappingForm({ uploadId, headers, known, isRead }: MappingFormProps) {
  const t = await getTranslations('invoice.excel');
  return (
    <ActionForm action={saveMapping} stays className="panel grid gap-3 px-3 py-4">
      <p className="text-muted">{t(known ? 'remapHint' : 'mappingHint')}</p>
      <input type="hidden" name="uploadId" value={uploadId} />
      <div className="flex flex-wrap items-end gap-3">
        {pointedFields.map((field) => (
          <Field key={field} name={`mapping.${field}`} label={t(`fields.${field}`)}>
            <Select
              required={field === 'waybillNo'}
              defaultValue={known?.[field] ?? ''}
              className="w-44"
            >
              <option value="">{t('mappingNone')}</option>
              {headers.map((header, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a header may stand twice
                <option key={index} value={index}>
                  {header || `${index + 1}`}
                </option>
              ))}
            </Select>
          </Field>
        ))}
        <SubmitButton>{t('mappingSave')}</SubmitButton>
        {isRead && (
          <ActionButton action={keepAsRead} input={{ uploadId }}>
            {t('mappingKeep')}
          </ActionButton>
        )}
      </div>
      <FormFailure />
    </ActionForm>
  );
}
