'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '@/app/ui/button';
import { ConfirmDialog } from '@/app/ui/dialog/confirm-dialog';
import { FailureNote } from '@/app/ui/form/failure-note';
import { useAction } from '@/app/ui/form/use-action';
import { findShippable, shipSelected } from './actions';

type ShipAllProps = { filter: Record<string, unknown> };

/** 전체배송처리 acts on exactly the shipments that its question counted. */
export function ShipAll({ filter }: ShipAllProps) {
  const t = useTranslations('ship');
  const counting = useAction(findShippable);
  const shipping = useAction(shipSelected);
  const [ids, setIds] = useState<number[] | null>(null);
  const failure = counting.failure ?? shipping.failure;

  return (
    <>
      <FailureNote message={failure?.message} />
      <Button
        aria-disabled={counting.pending || shipping.pending}
        onClick={() => counting.run({ filter }, setIds)}
      >
        {t('shipAll')}
      </Button>
      <ConfirmDialog
        title={t('shipAll')}
        body={ids?.length ? t('shipAllBody', { count: ids.length }) : t('nothingToShip')}
        label={t('shipAll')}
        open={ids !== null}
        onCancel={() => setIds(null)}
        onConfirm={() => {
          if (ids?.length) shipping.run({ shipmentIds: ids });
          setIds(null);
        }}
      />
    </>
  );
}
