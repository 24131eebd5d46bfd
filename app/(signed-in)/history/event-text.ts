import { formatTime } from '@/app/ui/format';
import type { Translate } from '@/app/ui/translate';
import { courierName } from '@/lib/couriers/registry';
import type { HistoryEvent } from '@/lib/history/events';

/** What was done, in words. A point would mean another level of the messages. */
export function verbText(t: Translate<'history'>, verb: string): string {
  const key = `verbs.${verb.replaceAll('.', '_')}` as 'verbs.create';
  return t.has(key) ? t(key) : verb;
}

export function subjectText(t: Translate<'history'>, { subject, subjectId }: HistoryEvent): string {
  const key = `subjects.${subject}` as 'subjects.order';
  const kind = t(t.has(key) ? key : 'subjects.other');
  return subjectId === null ? kind : `${kind} ${subjectId}`;
}

/** The parts of a change that have words, joined. */
export function detailText(
  t: Translate<'history'>,
  detail: HistoryEvent['detail'],
  locale: string,
): string {
  const { before, after, recipientFields, changes, moreChanges, channelNames, from, ...others } =
    detail;
  const parts = Object.entries({ from, ...others }).flatMap(([name, value]) => {
    const key = `details.${name}` as 'details.rows';
    return isPlain(value) && t.has(key)
      ? [
          t(key, {
            value:
              name === 'courier' ? courierName(locale, String(value), String(value)) : shown(value),
          }),
        ]
      : [];
  });
  if (Array.isArray(channelNames) && channelNames.length > 0)
    parts.unshift(t('details.channelNames', { value: channelNames.join(', ') }));
  if (Array.isArray(recipientFields)) {
    const names = recipientFields.map((field) =>
      t(`recipientFields.${field}` as 'recipientFields.name'),
    );
    parts.push(t('details.fields', { value: names.join(', ') }));
  }
  if ([before, after].some(isPlain) && ![before, after].some(isComposed))
    parts.unshift(t('details.change', { before: fieldText(before), after: fieldText(after) }));
  if (typeof others.suffices === 'boolean')
    parts.push(t('details.suffices', { value: String(others.suffices) }));
  const fields = fieldsText(t, before, after);
  if (fields) parts.push(fields);
  if (Array.isArray(changes)) {
    for (const change of changes)
      parts.push(`${change.code} ${fieldsText(t, change.before, change.after)}`);
    if (typeof moreChanges === 'number' && moreChanges > 0)
      parts.push(t('details.moreChanges', { value: moreChanges }));
  }
  return parts.join(' · ');
}

/** The fields of a thing that have words, each with what it was and what it is. */
function fieldsText(t: Translate<'history'>, before: unknown, after: unknown): string {
  if (!isRecord(before) || !isRecord(after)) return '';
  return Object.entries(after)
    .flatMap(([name, is]) => {
      const key = `details.variant_${name}` as 'details.variant_price';
      return t.has(key) ? [t(key, { value: `${fieldText(before[name])} → ${fieldText(is)}` })] : [];
    })
    .join(', ');
}

function fieldText(value: unknown): string | number {
  if (isPlain(value)) return shown(value);
  if (typeof value === 'boolean') return String(value);
  return Array.isArray(value) && value.length > 0 ? value.join(', ') : '-';
}

const isComposed = (value: unknown): boolean => typeof value === 'object' && value !== null;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Times are kept as ISO text. */
function shown(value: string | number): string | number {
  const isTime = typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(value);
  return isTime ? formatTime(value) : value;
}

function isPlain(value: unknown): value is string | number {
  return typeof value === 'number' || (typeof value === 'string' && value !== '');
}
