import type { PersonCtx } from '@/lib/auth/current';
import { awaitDrawing } from '@/lib/drawings/await';
import { openDrawing } from '@/lib/drawings/open';
import { type DrawingRequest, refuseDrawing, requestDrawing } from '@/lib/drawings/request';
import { ExpectedError } from '@/lib/errors';
import { attachment, inline } from '@/lib/files/content-disposition';
import type { NamedWorkbook } from '@/lib/sheets/workbook-content';

/** The file itself where it is drawn at once, else the page that says how far it is, or why there is none. */
export async function drawingAnswer(
  ctx: PersonCtx,
  read: () => Promise<DrawingRequest>,
): Promise<Response> {
  const asked = await read()
    .then((request) => requestDrawing(ctx, request))
    .catch((error) => {
      if (error instanceof ExpectedError) return refuseDrawing(ctx, error);
      throw error;
    });
  const { id, state } = await awaitDrawing(ctx, asked);
  if (state === 'done') return drawnFile(ctx, id);
  return new Response(null, { status: 303, headers: { Location: `/drawings/${id}` } });
}

/** The same for a workbook. */
export function workbookAnswer(
  ctx: PersonCtx,
  read: () => Promise<NamedWorkbook & { isPersonal?: true }>,
): Promise<Response> {
  return drawingAnswer(ctx, async () => {
    const { name, sheet, isPersonal = false } = await read();
    return { name, isPersonal, content: { kind: 'sheet', sheet } };
  });
}

/** A PDF opens in the browser, anything else is saved. */
export async function drawnFile(ctx: PersonCtx, drawingId: number): Promise<Response> {
  const file = await openDrawing(ctx, drawingId);
  const isShown = file.contentType === 'application/pdf';
  return new Response(file.stream, {
    headers: {
      'Content-Type': file.contentType,
      'Content-Length': String(file.sizeBytes),
      'Content-Disposition': (isShown ? inline : attachment)(file.name),
      'Cache-Control': 'no-store',
    },
  });
}
