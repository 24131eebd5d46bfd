'use client';

import { ArrowDown, ArrowUp, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Button } from '@/app/ui/button';
import { Input, Select } from '@/app/ui/form/field';
import { type WaybillField, waybillFields } from '@/lib/sheets/formats/waybill-layout';

export type ColumnDraft = {
  key: number;
  header: string;
  field: WaybillField | 'fixed';
  fixed: string;
};

type LayoutColumnsProps = {
  columns: ColumnDraft[];
  onChange: (columns: ColumnDraft[]) => void;
};

/** The columns of the file from left to right: what each is called and what it says. */
export function LayoutColumns({ columns, onChange }: LayoutColumnsProps) {
  const t = useTranslations('waybillFiles.layout');
  const change = (key: number, changed: Partial<ColumnDraft>) =>
    onChange(columns.map((column) => (column.key === key ? { ...column, ...changed } : column)));
  const nextKey = Math.max(-1, ...columns.map(({ key }) => key)) + 1;

  return (
    <fieldset className="grid gap-1.5">
      <legend className="mb-1.5 font-semibold">{t('columns')}</legend>
      {columns.map((column, index) => (
        <ColumnRow
          key={column.key}
          column={column}
          index={index}
          isLast={index === columns.length - 1}
          onChange={(changed) => change(column.key, changed)}
          onMove={(step) => onChange(moved(columns, index, index + step))}
          onRemove={() => onChange(columns.filter(({ key }) => key !== column.key))}
        />
      ))}
      <div>
        <Button
          size="small"
          onClick={() =>
            onChange([...columns, { key: nextKey, header: '', field: 'fixed', fixed: '' }])
          }
        >
          {t('addColumn')}
        </Button>
      </div>
    </fieldset>
  );
}

type ColumnRowProps = {
  column: ColumnDraft;
  index: number;
  isLast: boolean;
  onChange: (changed: Partial<ColumnDraft>) => void;
  onMove: (step: 1 | -1) => void;
  onRemove: () => void;
};

function ColumnRow({ column, index, isLast, onChange, onMove, onRemove }: ColumnRowProps) {
  const t = useTranslations('waybillFiles.layout');
  const no = index + 1;
  return (
    <div className="grid grid-cols-[28px_220px_220px_220px_auto] items-center justify-start gap-2">
      <span className="numeric text-right text-muted">{no}</span>
      <Input
        name={`columns.${index}.header`}
        aria-label={t('headerOf', { no })}
        value={column.header}
        onChange={(event) => onChange({ header: event.target.value })}
        maxLength={60}
        required
      />
      <Select
        name={`columns.${index}.field`}
        aria-label={t('fieldOf', { no })}
        value={column.field}
        onChange={(event) => onChange({ field: event.target.value as ColumnDraft['field'] })}
      >
        {waybillFields.map((field) => (
          <option key={field} value={field}>
            {t(`fields.${field}`)}
          </option>
        ))}
        <option value="fixed">{t('fields.fixed')}</option>
      </Select>
      {column.field === 'fixed' ? (
        <Input
          name={`columns.${index}.fixed`}
          aria-label={t('fixedOf', { no })}
          value={column.fixed}
          onChange={(event) => onChange({ fixed: event.target.value })}
          maxLength={100}
        />
      ) : (
        <span />
      )}
      <span className="inline-flex gap-1">
        <Button
          size="small"
          variant="quiet"
          aria-label={t('up', { no })}
          disabled={index === 0}
          onClick={() => onMove(-1)}
        >
          <ArrowUp size={13} aria-hidden />
        </Button>
        <Button
          size="small"
          variant="quiet"
          aria-label={t('down', { no })}
          disabled={isLast}
          onClick={() => onMove(1)}
        >
          <ArrowDown size={13} aria-hidden />
        </Button>
        <Button size="small" variant="quiet" aria-label={t('remove', { no })} onClick={onRemove}>
          <X size={13} aria-hidden />
        </Button>
      </span>
    </div>
  );
}

function moved(columns: ColumnDraft[], from: number, to: number): ColumnDraft[] {
  const column = columns[from];
  if (!column) return columns;
  const others = columns.filter((_, index) => index !== from);
  return [...others.slice(0, to), column, ...others.slice(to)];
}
