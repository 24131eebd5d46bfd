'use server';

import { z } from 'zod';
import { action } from '@/lib/action';
import { id } from '@/lib/ids';
import { markNotificationsRead } from '@/lib/notifications/mark-read';

export const readNotifications = action(
  {
    name: 'notifications.read',
    role: 'viewer',
    schema: z.object({ ids: z.array(id).max(100) }),
  },
  (ctx, { ids }) => markNotificationsRead(ctx, ids),
);
