'use server';

import { z } from 'zod';
import { action } from '@/lib/action';
import { secrets } from '@/lib/env';
import { id } from '@/lib/ids';
import { languages } from '@/lib/locale';
import { addTarget, removeTarget, testTarget } from '@/lib/notifications/change-targets';
import { newsKinds } from '@/lib/notifications/notify';
import { saveMailServer } from '@/lib/notifications/save-mail-server';

const kinds = z.array(z.enum(newsKinds)).default([]);
const language = z.enum(languages).default('ko');
const target = z.object({ id });

export const addMailbox = action(
  {
    name: 'notifications.addMailbox',
    role: 'owner',
    schema: z.object({ address: z.email().max(254), kinds, language }),
    done: 'alerts.add.done',
  },
  (ctx, given) => addTarget(ctx, { way: 'email', secret: '', ...given }, secrets().encryptionKey),
);

export const addWebhook = action(
  {
    name: 'notifications.addWebhook',
    role: 'owner',
    schema: z.object({
      address: z.string().trim().max(500),
      secret: z.string().min(16).max(200),
      kinds,
      language,
    }),
    done: 'alerts.add.done',
  },
  (ctx, given) => addTarget(ctx, { way: 'webhook', ...given }, secrets().encryptionKey),
);

export const remove = action(
  { name: 'notifications.remove', role: 'owner', schema: target, done: 'alerts.removed' },
  (ctx, { id }) => removeTarget(ctx, id),
);

export const sendTrial = action(
  { name: 'notifications.test', role: 'owner', schema: target, done: 'alerts.tested' },
  (ctx, { id }) => testTarget(ctx, id),
);

export const saveServer = action(
  {
    name: 'notifications.saveServer',
    role: 'owner',
    schema: z.object({
      host: z.string().trim().min(1).max(253),
      port: z.coerce.number().int().min(1).max(65_535),
      userName: z.string().trim().max(254).default(''),
      password: z.string().max(500).default(''),
      sender: z.email().max(254),
    }),
    done: 'alerts.server.saved',
  },
  (ctx, given) => saveMailServer(ctx, given, secrets().encryptionKey),
);
