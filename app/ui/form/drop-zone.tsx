'use client';

import { FileUp } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { DragEvent } from 'react';

type DropZoneProps = {
  file: File | null;
  onChoose: (file: File) => void;
  accept: string;
  maxMegabytes: number;
  label: string;
};

/** Where a file is dropped, or chosen by a click. */
export function DropZone({ file, onChoose, accept, maxMegabytes, label }: DropZoneProps) {
  const t = useTranslations('ui');
  const chooseFirst = (files: FileList | null) => files?.[0] && onChoose(files[0]);

  function drop(event: DragEvent) {
    event.preventDefault();
    chooseFirst(event.dataTransfer.files);
  }

  return (
    <label
      onDragOver={(event) => event.preventDefault()}
      onDrop={drop}
      className="grid cursor-pointer place-items-center gap-1 rounded-lg border border-line-strong border-dashed bg-ground px-6 py-6 text-center focus-within:border-accent hover:border-accent"
    >
      <FileUp size={20} className="text-faint" aria-hidden />
      <span className="font-medium">{file?.name ?? label}</span>
      <span className="text-faint text-xs">
        {t('fileLimits', { accept, megabytes: maxMegabytes })}
      </span>
      <input
        type="file"
        accept={accept}
        aria-label={label}
        onChange={(event) => chooseFirst(event.target.files)}
        className="sr-only"
      />
    </label>
  );
}
