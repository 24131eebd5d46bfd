'use client';

import { FileUp } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type DragEvent, type ReactNode, type SubmitEvent, useState } from 'react';
import { toast } from 'sonner';
import { Button } from '../button';
import { useDialog } from '../dialog/dialog';
import { FailureNote } from './failure-note';
import { Field, Input } from './field';
import { FormStateContext } from './form-state';
import { usePageMall } from './page-mall';
import { type Upload, upload } from './upload';

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
 * One file, dropped or chosen, and sent with its progress. A refusal that names the field `password`
 * asks for one and keeps the file.
 */
export function FileDrop(props: FileDropProps) {
  const { url, accept, maxMegabytes, label, submit, children } = props;
  const t = useTranslations('ui');
  const router = useRouter();
  const dialog = useDialog();
  const mallId = usePageMall();
  const [file, setFile] = useState<File | null>(null);
  const [state, setState] = useState<Upload>({ percent: null, failure: null });
  const needsPassword = state.failure?.fields?.password !== undefined;

  function choose(chosen: File | undefined) {
    if (!chosen) return;
    const isTooBig = chosen.size > maxMegabytes * 1024 * 1024;
    const failure = isTooBig
      ? ({ ok: false, message: t('fileTooBig', { megabytes: maxMegabytes }) } as const)
      : null;
    setFile(isTooBig ? null : chosen);
    setState({ percent: null, failure });
  }

  function drop(event: DragEvent) {
    event.preventDefault();
    choose(event.dataTransfer.files[0]);
  }

  async function send(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    event.stopPropagation();
    if (!file || state.percent !== null) return;
    const fields = new FormData(event.currentTarget);
    fields.set('file', file);
    const onProgress = (percent: number) => setState({ percent, failure: null });
    const result = await upload({ url, fields, mallId, onProgress });
    if (result === null)
      return setState({ percent: null, failure: { ok: false, message: t('unreachable') } });
    if (!result.ok) return setState({ percent: null, failure: result });
    setState({ percent: null, failure: null });
    if (result.message) toast.success(result.message);
    if (result.value.href) router.push(result.value.href, { scroll: false });
    else router.refresh();
    if (!result.value.href) dialog?.close();
  }

  return (
    <FormStateContext
      value={{ pending: state.percent !== null, errors: state.failure?.fields ?? {} }}
    >
      <form method="post" onSubmit={send} className="grid gap-3">
        {children}
        <label
          onDragOver={(event) => event.preventDefault()}
          onDrop={drop}
          className="grid cursor-pointer place-items-center gap-1 rounded-lg border border-line-strong border-dashed bg-ground px-6 py-7 text-center focus-within:border-accent hover:border-accent"
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
            onChange={(event) => choose(event.target.files?.[0])}
            className="sr-only"
          />
        </label>
        {needsPassword && (
          <Field name="password" label={t('filePassword')}>
            <Input type="password" autoComplete="off" autoFocus />
          </Field>
        )}
        {state.percent !== null && (
          <progress
            className="progress"
            aria-label={t('uploading')}
            value={state.percent}
            max={100}
          />
        )}
        <FailureNote message={needsPassword ? undefined : state.failure?.message} />
        <div className="flex justify-end">
          <Button
            type="submit"
            variant="primary"
            disabled={!file}
            aria-disabled={state.percent !== null}
          >
            {submit}
          </Button>
        </div>
      </form>
    </FormStateContext>
  );
}
