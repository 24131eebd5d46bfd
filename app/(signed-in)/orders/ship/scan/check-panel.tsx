'use client';

import { useTranslations } from 'next-intl';
import type { Check } from './session';

/** 검수: what still has to go into the parcel on the table. */
export function CheckPanel({ check }: { check: Check }) {
  const t = useTranslations('scan');
  return (
    <section className="panel" aria-label={t('check')}>
      <h2 className="border-line border-b px-4 py-2 text-xl">
        {t('checkOf', { waybillNo: check.waybillNo })}
      </h2>
      <table className="table text-lg" aria-label={t('check')}>
        <thead>
          <tr>
            <th scope="col">{t('columns.product')}</th>
            <th scope="col">{t('columns.code')}</th>
            <th scope="col" data-kind="number">
              {t('columns.pieces')}
            </th>
          </tr>
        </thead>
        <tbody>
          {check.pieces.map((piece) => (
            <tr
              key={piece.variantId}
              data-tone={piece.scanned >= piece.qty ? 'good' : 'warn'}
              className="text-lg"
            >
              <td data-kind="wrap">
                {[piece.productName, piece.option].filter(Boolean).join(' / ')}
              </td>
              <td className="numeric">{piece.barcode || piece.variantCode}</td>
              <td data-kind="number" className="font-bold">
                {piece.scanned} / {piece.qty}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
