'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { FailureNote } from '@/app/ui/form/failure-note';
import { useAction } from '@/app/ui/form/use-action';
import type { ExportWish } from '@/lib/invoicing/exports/plan-request';
import type { ExportPreview } from '@/lib/invoicing/exports/preview-export';
import { previewRequest } from './sheet-actions';

/** What the file would hold, counted anew with each change of the wish; null while it is not known. */
export function usePreviewOf(wish: ExportWish): {
  preview: ExportPreview | null;
  failure?: string;
} {
  const { run, pending, failure } = useAction(previewRequest);
  const [seen, setSeen] = useState<{ wished: string; preview: ExportPreview } | null>(null);
  const asked = useRef('');
  const wished = JSON.stringify(wish);

  useEffect(() => {
    if (pending || asked.current === wished) return;
    asked.current = wished;
    run(wish, (preview) => setSeen({ wished, preview }));
  });

  return {
    preview: seen?.wished === wished ? seen.preview : null,
    failure: failure?.message,
  };
}

type RequestContentProps = { preview: ExportPreview | null; failure?: string };

/** How many parcels and rows the file will hold, and which of the chosen it leaves out, and why. */
export function RequestContent({ preview, failure }: RequestContentProps) {
  const t = useTranslations('invoice.request');
  if (failure) return <FailureNote message={failure} />;
  const { leftOut = [] } = preview ?? {};
  return (
    <div role="status" className="min-h-10">
      <p className="font-semibold" data-rows={preview?.rowCount}>
        {preview
          ? t('holds', { shipments: preview.shipments, rowCount: preview.rowCount })
          : t('counting')}
      </p>
      {leftOut.length > 0 && (
        <p className="text-muted">
          {t('leftOut', { count: leftOut.reduce((sum, { count }) => sum + count, 0) })}{' '}
          {leftOut.map(({ reason, count }) => t(reasonKey(reason), { count })).join(' · ')}
        </p>
      )}
    </div>
  );
}

const REASONS = [
  'held',
  'requested',
  'alreadyInvoiced',
  'otherMethod',
  'otherCourier',
  'sentBySupplier',
  'unknown',
] as const;

/** Whatever else stops it: it is not where a number is waited for. */
function reasonKey(reason: ExportPreview['leftOut'][number]['reason']) {
  const known = REASONS.find((one) => one === reason);
  return `leftOutReasons.${known ?? 'notAllocated'}` as const;
}
