'use client';

import { useTranslations } from 'next-intl';
import { Checkbox, Field, FieldSet, Select } from '@/app/ui/form/field';
import { roles } from '@/lib/auth/role';
import type { Role } from '@/lib/context';

type Rights = { role: Role; canSeePersonalData: boolean };

export function RightsFields({ rights }: { rights: Rights }) {
  const t = useTranslations('members');
  return (
    <>
      <Field name="role" label={t('columns.role')}>
        <Select defaultValue={rights.role}>
          {roles.map((key) => (
            <option key={key} value={key}>
              {t(`roles.${key}`)}
            </option>
          ))}
        </Select>
      </Field>
      <FieldSet
        name="canSeePersonalData"
        label={t('columns.personalData')}
        hint={t('personalDataHint')}
      >
        <Checkbox
          name="canSeePersonalData"
          value="true"
          defaultChecked={rights.canSeePersonalData}
          label={t('maySeePersonalData')}
        />
      </FieldSet>
    </>
  );
}
