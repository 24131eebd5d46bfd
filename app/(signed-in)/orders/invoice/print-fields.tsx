'use client';

import { useTranslations } from 'next-intl';
import { Field, FieldSet, Radio, Select } from '@/app/ui/form/field';
import type { Printer } from '@/lib/invoicing/prints/printers';
import type { LabelPrinting } from '@/lib/labels/label';

type PrintFieldsProps = {
  printers: Printer[];
  /** Of the contract, for when no printer is chosen. */
  usualSize: string;
  kind: LabelPrinting['kind'];
  onKind: (kind: LabelPrinting['kind']) => void;
};

/** Which labels are wanted, and out of which printer. */
export function PrintFields({ printers, usualSize, kind, onKind }: PrintFieldsProps) {
  const t = useTranslations('invoice.register');
  return (
    <>
      <FieldSet name="print.kind" label={t('kind')}>
        {(['courier', 'packing'] as const).map((one) => (
          <Radio
            key={one}
            name="print.kind"
            value={one}
            label={t(`kinds.${one}`)}
            checked={kind === one}
            onChange={() => onKind(one)}
          />
        ))}
      </FieldSet>
      <Field name="print.printerId" label={t('printer')}>
        <Select>
          {printers.map(({ id, name, labelSize }) => (
            <option key={id} value={id}>
              {t('printerOption', { name, size: labelSize })}
            </option>
          ))}
          <option value="">{t('usualPrinter', { size: usualSize })}</option>
        </Select>
      </Field>
    </>
  );
}
