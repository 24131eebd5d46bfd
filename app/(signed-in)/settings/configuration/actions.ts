'use server';

import { z } from 'zod';
import { action } from '@/lib/action';
import { MOST_CHARACTERS } from '@/lib/configuration/file';
import { importConfiguration, previewImport } from '@/lib/configuration/import';

const schema = z.object({ text: z.string().min(1).max(MOST_CHARACTERS) });

export const preview = action(
  { name: 'configuration.preview', role: 'manager', schema, reads: true },
  (ctx, { text }) => previewImport(ctx, text),
);

export const bringIn = action(
  { name: 'configuration.import', role: 'manager', schema, done: 'configuration.done' },
  (ctx, { text }) => importConfiguration(ctx, text),
);
