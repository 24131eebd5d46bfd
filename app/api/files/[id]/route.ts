import { attachment } from '@/lib/files/content-disposition';
import { downloadFile } from '@/lib/files/download-file';
import { id } from '@/lib/ids';
import { route } from '@/lib/route';
import { keepBackCancelled } from '@/lib/shipping/waybill-files/keep-back';

/** A kept file, streamed out of the database: exports and uploads of the member's own mall. */
export const GET = route<{ id: string }>(
  { name: 'files.download', role: 'operator' },
  async (ctx, _request, params) => {
    const fileId = id.catch(0).parse(params.id);
    await keepBackCancelled(ctx, fileId);
    const file = await downloadFile(ctx, fileId);
    return new Response(file.stream, {
      headers: {
        'Content-Type': file.contentType,
        'Content-Length': String(file.sizeBytes),
        'Content-Disposition': attachment(file.name),
        'Cache-Control': 'no-store',
      },
    });
  },
);
