import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { Button } from '@/app/ui/button';
import { Dialog } from '@/app/ui/dialog/dialog';
import { FileDrop } from '@/app/ui/form/file-drop';
import type { ImportPurpose } from '@/lib/files/sheet-import';

type UploadButtonProps = {
  purpose: ImportPurpose;
  returnTo: string;
  /** Which columns it reads, and what the file is called. */
  texts: { about: string; file: string };
  children?: ReactNode;
};

/** 엑셀등록: the screen goes on to the preview of the file. */
export async function UploadButton({ purpose, returnTo, texts, children }: UploadButtonProps) {
  const t = await getTranslations('files.import');
  return (
    <Dialog title={t('upload')} description={texts.about} trigger={<Button>{t('upload')}</Button>}>
      <FileDrop
        url="/api/uploads"
        accept=".xlsx,.xls,.csv"
        maxMegabytes={20}
        label={texts.file}
        submit={t('send')}
      >
        <input type="hidden" name="purpose" value={purpose} />
        <input type="hidden" name="returnTo" value={returnTo} />
      </FileDrop>
      {children}
    </Dialog>
  );
}
