import { sql } from 'drizzle-orm';
import { rows } from '@/db/rows';
import { recordEvent } from '@/lib/audit/record-event';
import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { type OpenedFile, openFile } from '@/lib/files/open-file';

/** Opens a drawn file for who asked for it; one that shows people leaves that in the audit log. */
export async function openDrawing(
  ctx: Ctx & { userId: number },
  drawingId: number,
): Promise<OpenedFile> {
  const fileId = await inMall(ctx, async (tx) => {
    const [drawing] = await rows<{ name: string; isPersonal: boolean; fileId: number | null }>(
      tx,
      sql`
      select name, is_personal as "isPersonal", file_id as "fileId" from drawings
      where mall_id = ${ctx.mallId} and id = ${drawingId} and requested_by = ${ctx.userId}
        and state = 'done'`,
    );
    if (!drawing?.fileId) throw new ExpectedError('errors.notFound');
    if (!drawing.isPersonal) return drawing.fileId;
    if (!ctx.canSeePersonalData) throw new ExpectedError('files.errors.personalData');
    await recordEvent(tx, ctx, {
      verb: 'file.download',
      subject: 'drawing',
      subjectId: drawingId,
      detail: { fileId: drawing.fileId, name: drawing.name },
    });
    return drawing.fileId;
  });
  return openFile(ctx, fileId);
}
