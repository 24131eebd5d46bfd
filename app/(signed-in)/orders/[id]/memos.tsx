import { getTranslations } from 'next-intl/server';
import { Badge } from '@/app/ui/badge';
import { ActionButton } from '@/app/ui/form/action-button';
import { ActionForm } from '@/app/ui/form/action-form';
import { Field, Input, Select } from '@/app/ui/form/field';
import { SubmitButton } from '@/app/ui/form/submit-button';
import { formatTime } from '@/app/ui/format';
import { type Memo, memoKinds } from '@/lib/orders/memos';
import { takeMemoAway, writeMemo } from './actions';
import { Section } from './section';

type MemosProps = { orderId: number; memos: Memo[]; mayWork: boolean };

/** Notes of the team; those for the packers are shown at the scan too. */
export async function Memos({ orderId, memos, mayWork }: MemosProps) {
  const t = await getTranslations('order.memos');
  return (
    <Section title={t('title')} label={t('title')}>
      <ul className="grid">
        {memos.map((memo) => (
          <li key={memo.id} className="grid gap-0.5 border-line border-b px-3 py-2">
            <p className="flex items-center gap-2 text-muted text-xs">
              <Badge tone={memo.kind === 'order' ? 'warn' : 'accent'}>
                {t(`kinds.${memo.kind}`)}
              </Badge>
              <span>{memo.operator ?? '-'}</span>
              <span className="numeric">{formatTime(memo.createdAt)}</span>
              {mayWork && (
                <span className="ml-auto">
                  <ActionButton
                    size="small"
                    variant="quiet"
                    action={takeMemoAway}
                    input={{ memoId: memo.id }}
                  >
                    {t('remove')}
                  </ActionButton>
                </span>
              )}
            </p>
            <p className="whitespace-pre-line break-words">{memo.text}</p>
          </li>
        ))}
        {memos.length === 0 && <li className="px-3 py-3 text-muted">{t('none')}</li>}
      </ul>
      {mayWork && (
        <ActionForm
          action={writeMemo}
          clears
          className="grid grid-cols-[104px_minmax(0,1fr)_auto] items-end gap-2 px-3 py-2"
        >
          <input type="hidden" name="orderId" value={orderId} />
          <Field name="kind" label={t('kind')}>
            <Select>
              {memoKinds.map((kind) => (
                <option key={kind} value={kind}>
                  {t(`kinds.${kind}`)}
                </option>
              ))}
            </Select>
          </Field>
          <Field name="text" label={t('text')}>
            <Input required maxLength={1_000} />
          </Field>
          <SubmitButton>{t('add')}</SubmitButton>
        </ActionForm>
      )}
    </Section>
  );
}
