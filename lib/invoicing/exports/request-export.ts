import { recordEvent } from '@/lib/audit/record-event';
import { type Ctx, inMall } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { lockStates } from '@/lib/shipments/locks';
import { readContents } from '../contents';
import type { ExportFormat } from './export-plan';
import { queueExport } from './export-queue';
import { type ExportWish, planRequest } from './plan-request';

export type ExportRequest = ExportWish & {
  format: ExportFormat;
  password: string;
  reason: string;
};

export type RequestedExport = { exportId: number; requested: number; refused: number };

/**
 * 엑셀요청: marks the shipments as being with the courier's program, with the hash of what it was told,
 * and queues their file. From here to the number coming back nothing may change them.
 */
export async function requestExport(
  ctx: Ctx & { userId: number },
  request: ExportRequest,
  encryptionKey: string,
): Promise<RequestedExport> {
  if (!ctx.canSeePersonalData) throw new ExpectedError('invoice.errors.personalData');
  return inMall(ctx, async (tx) => {
    const { template, exportedIds, leftOut } = await planRequest(tx, ctx, request, lockStates);
    if (exportedIds.length === 0) throw new ExpectedError('invoice.errors.nothingToExport');
    const contents = await readContents(tx, ctx, exportedIds);
    const { templateKey, format, password, reason } = request;
    const exportId = await queueExport(
      tx,
      ctx,
      {
        purpose: 'waybills',
        name: template.koreanName,
        options: { templateKey, format, template },
        ...{ password, reason, contents },
      },
      encryptionKey,
    );
    await recordEvent(tx, ctx, {
      verb: 'export.request',
      subject: 'export',
      subjectId: exportId,
      detail: { rows: contents.length, template: template.koreanName, reason: request.reason },
    });
    const refused = leftOut.reduce((sum, { count }) => sum + count, 0);
    return { exportId, requested: contents.length, refused };
  });
}
