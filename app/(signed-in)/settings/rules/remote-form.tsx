import { getTranslations } from 'next-intl/server';
import { Badge } from '@/app/ui/badge';
import { ActionForm } from '@/app/ui/form/action-form';
import { Field, TextArea } from '@/app/ui/form/field';
import { SubmitButton } from '@/app/ui/form/submit-button';
import type { RemotePostcodes } from '@/lib/settings/parcel-rules';
import { postcodeListText } from '@/lib/settings/postcode-list';
import { savePostcodes } from './actions';

type RemoteFormProps = { ranges: readonly RemotePostcodes[]; isOwn: boolean; mayChange: boolean };

/** 도서산간 우편번호: a line a range; Jeju needs none. */
export async function RemoteForm({ ranges, isOwn, mayChange }: RemoteFormProps) {
  const t = await getTranslations('rules.remote');
  const text = postcodeListText(ranges);
  return (
    <section className="mt-2 grid gap-2.5" aria-label={t('title')}>
      <h2 className="font-semibold">
        {t('title')}{' '}
        <Badge tone={isOwn ? 'accent' : 'neutral'}>{t(isOwn ? 'own' : 'builtIn')}</Badge>
      </h2>
      <p className="text-muted">{t('lead')}</p>
      <ActionForm key={text} action={savePostcodes} className="panel grid gap-2 px-3 py-3">
        <Field name="ranges" label={t('ranges')} hint={t('hint')}>
          <TextArea
            lang="ko"
            rows={8}
            spellCheck={false}
            defaultValue={text}
            readOnly={!mayChange}
            className="numeric"
          />
        </Field>
        {mayChange && (
          <div>
            <SubmitButton>{t('save')}</SubmitButton>
          </div>
        )}
      </ActionForm>
    </section>
  );
}
