'use client';

import { useState } from 'react';
import type { ActionResult } from '@/lib/action';
import { usePageMall } from './page-member';

type Answer = ActionResult<{ href?: string }>;
type Refusal = Extract<Answer, { ok: false }>;
type Accepted = Extract<Answer, { ok: true }>;

/** Sends a file's form to a route handler: how far it is, and what was refused. */
export function useUpload(url: string) {
  const mallId = usePageMall();
  const [percent, setPercent] = useState<number | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);

  async function send(fields: FormData, unreachable: string): Promise<Accepted | null> {
    setRefusal(null);
    const answer = await upload({ url, fields, mallId, onProgress: setPercent });
    setPercent(null);
    if (answer?.ok) return answer;
    setRefusal(answer ?? { ok: false, message: unreachable });
    return null;
  }

  return { send, percent, refusal, refuse: setRefusal };
}

type Request = {
  url: string;
  fields: FormData;
  mallId: number;
  onProgress: (percent: number) => void;
};

/**
 * By XMLHttpRequest: fetch cannot tell how much has left. The file alone is the body, the other fields
 * go ahead in a header, so that the server need not hold the file. Null without an answer of ours.
 */
function upload({ url, fields, mallId, onProgress }: Request): Promise<Answer | null> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open('POST', url);
    request.setRequestHeader('x-moa-mall', String(mallId));
    request.setRequestHeader('x-moa-fields', encodeURIComponent(JSON.stringify(headOf(fields))));
    request.responseType = 'json';
    request.upload.onprogress = ({ loaded, total }) => onProgress((loaded / total) * 100);
    request.onload = () => resolve(isAnswer(request.response) ? request.response : null);
    request.onerror = () => resolve(null);
    onProgress(0);
    request.send(fileOf(fields));
  });
}

function fileOf(fields: FormData): File | null {
  const file = fields.get('file');
  return file instanceof File ? file : null;
}

/** The name of the file and the fields beside it; an empty one is one not given. */
function headOf(fields: FormData): Record<string, string> {
  const texts = [...fields].filter(
    (field): field is [string, string] => typeof field[1] === 'string' && field[1] !== '',
  );
  return { ...Object.fromEntries(texts), name: fileOf(fields)?.name ?? '' };
}

function isAnswer(response: unknown): response is Answer {
  return typeof response === 'object' && response !== null && 'ok' in response;
}
