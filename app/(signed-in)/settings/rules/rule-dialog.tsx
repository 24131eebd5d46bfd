import { getTranslations } from 'next-intl/server';
import { Button } from '@/app/ui/button';
import { Dialog, DialogButtons } from '@/app/ui/dialog/dialog';
import { ActionForm } from '@/app/ui/form/action-form';
import { Checkbox, Field, FieldSet, Input, Select } from '@/app/ui/form/field';
import { SubmitButton } from '@/app/ui/form/submit-button';
import type { ParcelRuleRow, RuleSettings } from '@/lib/settings/parcel-rules';
import type { ParcelRuleKind } from '@/lib/shipments/holds/parcel-rules';
import { save } from './actions';
import { ConditionFields } from './condition-fields';

type RuleDialogProps = { kind: ParcelRuleKind; settings: RuleSettings; rule?: ParcelRuleRow };

/** 규칙 추가, or with a rule its 수정. */
export async function RuleDialog({ kind, settings, rule }: RuleDialogProps) {
  const t = await getTranslations('rules');
  const trigger = rule ? (
    <Button size="small">{t('edit')}</Button>
  ) : (
    <Button variant="primary">{t('add')}</Button>
  );
  return (
    <Dialog
      title={rule ? t('editTitle', { name: rule.name }) : t(`kinds.${kind}.add`)}
      description={t('conditionsHint')}
      width="wide"
      trigger={trigger}
    >
      <ActionForm action={save} className="grid gap-3">
        <input type="hidden" name="kind" value={kind} />
        {rule && <input type="hidden" name="id" value={rule.id} />}
        <div className="grid grid-cols-2 gap-3">
          <Field name="name" label={t('columns.name')} hint={t(`kinds.${kind}.nameHint`)}>
            <Input autoFocus required maxLength={100} defaultValue={rule?.name} />
          </Field>
          {kind === 'courier' && (
            <Field name="courierAccountId" label={t('columns.account')}>
              <Select defaultValue={rule?.courierAccountId ?? settings.accounts[0]?.id}>
                {settings.accounts.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
              </Select>
            </Field>
          )}
        </div>
        <ConditionFields conditions={rule?.conditions ?? {}} settings={settings} />
        {kind === 'hold' && <HoldFields rule={rule} />}
        <DialogButtons>
          <SubmitButton>{t('save')}</SubmitButton>
        </DialogButtons>
      </ActionForm>
    </Dialog>
  );
}

/** What only a hold looks at: whom it goes to, and whether somebody noted something. */
async function HoldFields({ rule }: { rule: ParcelRuleRow | undefined }) {
  const t = await getTranslations('rules');
  const people = rule?.conditions.people ?? [];
  return (
    <div className="grid grid-cols-2 gap-3">
      <div className="grid gap-1">
        <Field name="newPeople" label={t('people')} hint={t('peopleHint')}>
          <Input maxLength={2_000} autoComplete="off" />
        </Field>
        {people.length > 0 && (
          <FieldSet name="keptPeople" label={t('keptPeople')}>
            {people.map(({ key, shown }) => (
              <Checkbox key={key} name="keptPeople[]" value={key} label={shown} defaultChecked />
            ))}
          </FieldSet>
        )}
      </div>
      <FieldSet name="hasMemo" label={t('memo')}>
        <Checkbox label={t('withMemo')} defaultChecked={rule?.conditions.hasMemo} />
      </FieldSet>
    </div>
  );
}
