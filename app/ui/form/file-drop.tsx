'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type ReactNode, type SubmitEvent, useState } from 'react';
import { toast } from 'sonner';
import { useDialog } from '../dialog/dialog';
import { DropZone } from './drop-zone';
import { FailureNote } from './failure-note';
import { Field, Input } from './field';
import { FormStateContext } from './form-state';
import { SubmitButton } from './submit-button';
import { useUpload } from './use-upload';

type FileDropProps = {
  /** A route handler that answers in the shape of an action's result, with `href` where to go. */
  url: string;
  /** ".xlsx,.xls,.csv" */
  accept: string;
  maxMegabytes: number;
  label: string;
  submit: string;
  /** More fields of the same request. */
  children?: ReactNode;
};

/**
 * One file, dropped or chosen, and sent as `file` with its progress. A refusal that names the field
 * `password` asks for one and keeps the file.
 */
export function FileDrop({ url, submit, children, ...zone }: FileDropProps) {
  const t = useTranslations('ui');
  const router = useRouter();
  const dialog = useDialog();
  const { send, percent, refusal, refuse } = useUpload(url);
  const [file, setFile] = useState<File | null>(null);
  const needsPassword = refusal?.fields?.password !== undefined;

  function choose(chosen: File) {
    const isTooBig = chosen.size > zone.maxMegabytes * 1024 * 1024;
    const message = t('fileTooBig', { megabytes: zone.maxMegabytes });
    refuse(isTooBig ? { ok: false, message } : null);
    setFile(isTooBig ? null : chosen);
  }

  async function submitFile(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    event.stopPropagation();
    if (!file || percent !== null) return;
    const fields = new FormData(event.currentTarget);
    fields.set('file', file);
    const answer = await send(fields, t('unreachable'));
    if (!answer) return;
    if (answer.message) toast.success(answer.message);
    dialog?.close();
    if (answer.value.href) router.push(answer.value.href, { scroll: false });
    else router.refresh();
  }

  return (
    <FormStateContext value={{ pending: percent !== null, errors: refusal?.fields ?? {} }}>
      <form method="post" onSubmit={submitFile} className="grid gap-3">
        {children}
        <DropZone {...zone} file={file} onChoose={choose} />
        {needsPassword && (
          <Field name="password" label={t('filePassword')}>
            <Input type="password" autoComplete="off" autoFocus />
          </Field>
        )}
        {percent !== null && (
          <progress className="progress" aria-label={t('uploading')} value={percent} max={100} />
        )}
        <FailureNote message={needsPassword ? undefined : refusal?.message} />
        <div className="flex justify-end">
          <SubmitButton disabled={!file}>{submit}</SubmitButton>
        </div>
      </form>
    </FormStateContext>
  );
}
