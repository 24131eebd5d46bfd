import { attachment } from '@/lib/files/content-disposition';

/** A workbook as a download that is kept nowhere. */
export function xlsxResponse({ name, bytes }: { name: string; bytes: Uint8Array }): Response {
  return new Response(Buffer.from(bytes), {
    headers: {
      'Content-Type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      'Content-Disposition': attachment(name),
      'Cache-Control': 'no-store',
    },
  });
}
