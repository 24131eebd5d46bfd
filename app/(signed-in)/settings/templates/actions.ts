'use server';

import { z } from 'zod';
import { action } from '@/lib/action';
import { courierKeys } from '@/lib/couriers/registry';
import { id } from '@/lib/ids';
import { previewTemplate } from '@/lib/invoicing/templates/preview-template';
import { deleteTemplate, saveTemplate } from '@/lib/invoicing/templates/save-template';
import { templateValueSchema } from '@/lib/sheets/formats/sheet-template';

const layout = {
  courier: z.enum(courierKeys),
  rowPer: z.enum(['shipment', 'item']),
  columns: z
    .array(z.object({ header: z.string().trim().max(100), value: templateValueSchema }))
    .min(1)
    .max(60),
};

export const save = action(
  {
    name: 'templates.save',
    role: 'manager',
    schema: z.object({ id: id.optional(), name: z.string().trim().min(1).max(50), ...layout }),
    done: 'templates.saved',
  },
  (ctx, { id: templateId, name, courier, ...template }) =>
    saveTemplate(ctx, { id: templateId, courier, template: { koreanName: name, ...template } }),
);

export const remove = action(
  {
    name: 'templates.delete',
    role: 'manager',
    schema: z.object({ id }),
    done: 'templates.deleted',
  },
  (ctx, input) => deleteTemplate(ctx, input.id),
);

export const preview = action(
  { name: 'templates.preview', role: 'manager', schema: z.object(layout), reads: true },
  (ctx, template) => previewTemplate(ctx, { koreanName: '-', ...template }),
);
