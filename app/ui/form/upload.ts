import type { ActionResult } from '@/lib/action';

export type UploadResult = ActionResult<{ href?: string }>;

export type Upload = {
  /** Null while nothing is on its way. */
  percent: number | null;
  failure: Extract<UploadResult, { ok: false }> | null;
};

type Request = {
  url: string;
  fields: FormData;
  mallId: number;
  onProgress: (percent: number) => void;
};

/** Sends a file. By XMLHttpRequest: fetch cannot tell how much has left. Null without an answer. */
export function upload({ url, fields, mallId, onProgress }: Request): Promise<UploadResult | null> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open('POST', url);
    request.setRequestHeader('x-moa-mall', String(mallId));
    request.responseType = 'json';
    request.upload.onprogress = ({ loaded, total }) => onProgress((loaded / total) * 100);
    request.onload = () => resolve(isResult(request.response) ? request.response : null);
    request.onerror = () => resolve(null);
    onProgress(0);
    request.send(fields);
  });
}

function isResult(answer: unknown): answer is UploadResult {
  return typeof answer === 'object' && answer !== null && 'ok' in answer;
}
