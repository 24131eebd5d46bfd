'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Checkbox, Field, FieldSet, Select } from '@/app/ui/form/field';
import { roles } from '@/lib/auth/role';
import type { Role } from '@/lib/context';

type Rights = { role: Role; canSeePersonalData: boolean };

/** Whoever becomes a viewer sees no personal data, unless it is ticked once more. */
export function RightsFields({ rights }: { rights: Rights }) {
  const t = useTranslations('members');
  const [sees, setSees] = useState(rights.canSeePersonalData);
  return (
    <>
      <Field name="role" label={t('columns.role')}>
        <Select
          defaultValue={rights.role}
          onChange={({ target }) => setSees(target.value !== 'viewer' && rights.canSeePersonalData)}
        >
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
          checked={sees}
          onChange={({ target }) => setSees(target.checked)}
          label={t('maySeePersonalData')}
        />
      </FieldSet>
    </>
  );
}
