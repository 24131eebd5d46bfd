import type { ItemField, SheetTemplate, TemplateValue } from '@/lib/sheets/formats/sheet-template';
import { type TemplateField, templateFields } from '@/lib/sheets/formats/sheet-template';

/** A column being edited; its key stays while it moves. */
export type ColumnDraft = SheetTemplate['columns'][number] & { key: number };

export function replaced(drafts: readonly ColumnDraft[], changed: ColumnDraft): ColumnDraft[] {
  return drafts.map((draft) => (draft.key === changed.key ? changed : draft));
}

export function without(drafts: readonly ColumnDraft[], key: number): ColumnDraft[] {
  return drafts.filter((draft) => draft.key !== key);
}

/** One place up (-1) or down (1); at the ends nothing moves. */
export function moved(drafts: readonly ColumnDraft[], index: number, step: -1 | 1): ColumnDraft[] {
  const changed = [...drafts];
  const [here, there] = [drafts[index], drafts[index + step]];
  if (!here || !there) return changed;
  changed[index] = there;
  changed[index + step] = here;
  return changed;
}

export const valueKinds = ['fixed', 'join', 'freightTerm', ...templateFields] as const;

export type ValueKind = (typeof valueKinds)[number];

export function kindOf(value: TemplateValue): ValueKind {
  if (typeof value === 'string') return value;
  if ('fixed' in value) return 'fixed';
  return 'join' in value ? 'join' : 'freightTerm';
}

/** What a column says when its kind was just chosen. */
export function valueOfKind(kind: ValueKind): TemplateValue {
  switch (kind) {
    case 'fixed':
      return { fixed: '' };
    case 'freightTerm':
      return { freightTerm: { prepaid: '선불', collect: '착불' } };
    case 'join':
      return { join: ['productName', 'optionName', 'quantity'], maxBytes: 150 };
    default:
      return kind satisfies TemplateField;
  }
}

/** Ticked fields join in the order they were ticked; the last one cannot be taken out. */
export function toggled(join: readonly ItemField[], field: ItemField): ItemField[] {
  if (!join.includes(field)) return [...join, field];
  return join.length > 1 ? join.filter((one) => one !== field) : [...join];
}
