'use client';

import { useTranslations } from 'next-intl';
import { Badge } from '@/app/ui/badge';
import { DialogButtons } from '@/app/ui/dialog/dialog';
import { ActionButton } from '@/app/ui/form/action-button';
import { ActionForm } from '@/app/ui/form/action-form';
import { Select } from '@/app/ui/form/field';
import { SubmitButton } from '@/app/ui/form/submit-button';
import type { ColumnPicker } from '@/lib/registration/preview';
import { orderSheetFields } from '@/lib/sheets/formats/order-fields';
import { keepAsRead, pickColumns, saveMapping } from './actions';

type ColumnFormProps = {
  /** One that has been read may be left as it is. */
  of: { uploadId: number; isRead: boolean } | { mappingId: number };
  picker: Omit<ColumnPicker, 'isGuess'> & Partial<Pick<ColumnPicker, 'isGuess'>>;
};

const required = ['orderNo', 'recipientName', 'address1', 'productName', 'quantity'] as const;

/** The first rows of a file with a choice over each column: what it means. */
export function ColumnForm({ of, picker }: ColumnFormProps) {
  const t = useTranslations('register');
  const isSaved = 'mappingId' in of;
  const fields = required.map((field) => t(`fields.${field}`)).join(', ');
  return (
    <ActionForm
      action={isSaved ? saveMapping : pickColumns}
      stays={!isSaved}
      className="grid gap-3"
    >
      {isSaved ? (
        <input type="hidden" name="mappingId" value={of.mappingId} />
      ) : (
        <input type="hidden" name="uploadId" value={of.uploadId} />
      )}
      {!isSaved && <p>{t('mapping.intro')}</p>}
      <p className="text-muted">{t('mapping.required', { fields })}</p>
      {picker.isGuess?.includes(true) && <p className="text-muted">{t('mapping.guessed')}</p>}
      <div className="max-h-[56vh] overflow-auto rounded-md border border-line">
        <table className="table" aria-label={t('mapping.table')}>
          <thead>
            <tr>
              {picker.headers.map((header, column) => (
                <th key={keyOf(header, column)} scope="col">
                  <ColumnChoice column={column} header={header} field={picker.fields[column]} />
                </th>
              ))}
            </tr>
            <tr>
              {picker.headers.map((header, column) => (
                <th key={keyOf(header, column)} scope="col">
                  {header || '-'}{' '}
                  {picker.isGuess?.[column] && <Badge tone="warn">{t('mapping.guess')}</Badge>}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {picker.sample.map((cells) => (
              <tr key={cells.join('\n')}>
                {cells.map((cell, column) => (
                  <td key={keyOf(cell, column)} className="max-w-60 truncate">
                    {cell || '-'}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <DialogButtons>
        {!isSaved && of.isRead && (
          <ActionButton action={keepAsRead} input={{ uploadId: of.uploadId }}>
            {t('mapping.keep')}
          </ActionButton>
        )}
        <SubmitButton>{t(isSaved ? 'mapping.save' : 'mapping.submit')}</SubmitButton>
      </DialogButtons>
    </ActionForm>
  );
}

type ColumnChoiceProps = {
  column: number;
  header: string;
  field: ColumnPicker['fields'][number] | undefined;
};

function ColumnChoice({ column, header, field }: ColumnChoiceProps) {
  const t = useTranslations('register');
  return (
    <Select
      name={`fields.${column}`}
      defaultValue={field ?? '-'}
      aria-label={t('mapping.columnOf', { header })}
      disabled={header === ''}
    >
      <option value="-">{t('mapping.unused')}</option>
      {orderSheetFields.map((choice) => (
        <option key={choice} value={choice}>
          {t(`fields.${choice}`)}
        </option>
      ))}
    </Select>
  );
}

const keyOf = (text: string, column: number) => `${column} ${text}`;
