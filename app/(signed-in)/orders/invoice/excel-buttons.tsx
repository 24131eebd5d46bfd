'use client';

import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Button } from '@/app/ui/button';
import { type Params, withParams } from '@/app/ui/filter/params';
import { LiveRefresh } from '@/app/ui/run/live-refresh';
import type { PastExport } from '@/lib/invoicing/exports/exports-screen';

export type LastExport = Pick<PastExport, 'state' | 'fileId'>;

type ExcelButtonsProps = {
  params: Params;
  lastExport: LastExport | null;
  mayRequest: boolean;
  onRequest: () => void;
  /** What takes a request back. */
  children: ReactNode;
};

/** The way out to the courier's program and back. 엑셀다운 is the file of the last request, never of an earlier one. */
export function ExcelButtons(props: ExcelButtonsProps) {
  const { params, lastExport, mayRequest, onRequest, children } = props;
  const t = useTranslations('invoice.toolbar');
  const router = useRouter();
  const panel = (name: 'excel' | 'exports') => withParams(params, { panel: name });
  const open = (name: 'excel' | 'exports') => router.push(panel(name), { scroll: false });
  const isMaking = lastExport?.state === 'queued' || lastExport?.state === 'running';
  const fileId = lastExport?.fileId ?? null;
  const hint = isMaking ? 'makingDownload' : fileId === null ? 'noDownload' : null;
  return (
    <>
      <LiveRefresh active={isMaking} everyMs={2000} />
      <Button needs="viewer" aria-haspopup="dialog" onClick={() => open('excel')}>
        {t('excelManage')}
      </Button>
      <Button needs="viewer" aria-haspopup="dialog" onClick={() => open('exports')}>
        {t('excelHistory')}
      </Button>
      <Button needs="personalData" disabled={!mayRequest} onClick={onRequest}>
        {t('excelRequest')}
      </Button>
      {children}
      <Button
        needs="personalData"
        disabled={hint !== null}
        title={hint === null ? undefined : t(hint)}
        onClick={() => window.location.assign(`/api/files/${fileId}`)}
      >
        {t('excelDownload')}
      </Button>
      <Link href={panel('excel')} scroll={false} prefetch={false} className="link text-xs">
        {t('notIntegrated')}
      </Link>
    </>
  );
}
