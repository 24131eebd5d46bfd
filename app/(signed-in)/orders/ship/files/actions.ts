'use server';

import { z } from 'zod';
import { action } from '@/lib/action';
import { id } from '@/lib/ids';
import {
  waybillFields,
  waybillFileKinds,
  waybillLayoutSchema,
} from '@/lib/sheets/formats/waybill-layout';
import { cancelWaybillFile, returnWaybillRows } from '@/lib/shipping/waybill-files/cancel';
import { confirmWaybillFile, reopenWaybillFile } from '@/lib/shipping/waybill-files/confirm';
import { resetChannelLayout, setChannelLayout } from '@/lib/shipping/waybill-files/layout';
import { requestWaybillFile } from '@/lib/shipping/waybill-files/request';

export const request = action(
  {
    name: 'waybillFile.request',
    role: 'operator',
    schema: z.object({ channelId: id }),
    done: 'waybillFiles.done.requested',
  },
  (ctx, { channelId }) => requestWaybillFile(ctx, channelId),
);

export const confirm = action(
  {
    name: 'waybillFile.confirm',
    role: 'operator',
    schema: z.object({ waybillFileId: id }),
    done: 'waybillFiles.done.confirmed',
  },
  (ctx, { waybillFileId }) => confirmWaybillFile(ctx, waybillFileId),
);

export const reopen = action(
  {
    name: 'waybillFile.reopen',
    role: 'operator',
    schema: z.object({ waybillFileId: id }),
    done: 'waybillFiles.done.reopened',
  },
  (ctx, { waybillFileId }) => reopenWaybillFile(ctx, waybillFileId),
);

export const cancel = action(
  {
    name: 'waybillFile.cancel',
    role: 'operator',
    schema: z.object({ waybillFileId: id }),
    done: 'waybillFiles.done.returned',
  },
  (ctx, { waybillFileId }) => cancelWaybillFile(ctx, waybillFileId),
);

export const returnRows = action(
  {
    name: 'waybillFile.return',
    role: 'operator',
    schema: z.object({ waybillFileId: id, pushIds: z.array(id).min(1).max(10_000) }),
    done: 'waybillFiles.done.returned',
  },
  (ctx, given) => returnWaybillRows(ctx, given),
);

const columnSchema = z
  .object({
    header: z.string().trim().min(1).max(60),
    field: z.enum([...waybillFields, 'fixed']),
    fixed: z.string().max(100).default(''),
  })
  .transform(({ header, field, fixed }) => ({
    header,
    value: field === 'fixed' ? { fixed } : field,
  }));

export const saveLayout = action(
  {
    name: 'waybillLayout.set',
    role: 'manager',
    schema: waybillLayoutSchema.pick({ sheetName: true, rowPer: true }).extend({
      channelId: id,
      fileKind: z.enum(waybillFileKinds),
      columns: z.array(columnSchema).min(1).max(40),
      courierNames: z.record(z.string(), z.string().trim().max(40)).default({}),
    }),
    done: 'waybillFiles.done.layoutSaved',
  },
  (ctx, { channelId, ...layout }) => setChannelLayout(ctx, { channelId, layout }),
);

export const resetLayout = action(
  {
    name: 'waybillLayout.reset',
    role: 'manager',
    schema: z.object({ channelId: id }),
    done: 'waybillFiles.done.layoutReset',
  },
  (ctx, { channelId }) => resetChannelLayout(ctx, channelId),
);
