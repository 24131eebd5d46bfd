'use server';

import { getLocale, getTranslations } from 'next-intl/server';
import { z } from 'zod';
import { action } from '@/lib/action';
import { marketplaceOf } from '@/lib/channels/registry';
import { openConnections, ownWorld } from '@/lib/collection/connection';
import { testConnection } from '@/lib/collection/test-connection';
import { secrets } from '@/lib/env';
import { id } from '@/lib/ids';
import { nameIn } from '@/lib/name-in';
import { activateChannel } from '@/lib/settings/activate-channel';
import { addChannel } from '@/lib/settings/add-channel';
import { setCourierCodes } from '@/lib/settings/courier-codes';
import { editChannel } from '@/lib/settings/edit-channel';

const manualOrAutomatic = z.enum(['manual', 'automatic']).default('manual');

const partialShipment = z.enum(['wait_for_all', 'first_ships_all']);

const choices = {
  name: z.string().trim().max(60).default(''),
  priority: z.coerce.number().int().min(1).max(999),
  collecting: manualOrAutomatic,
  collectIntervalMinutes: z.coerce.number().int().min(10).max(1440).default(10),
  acknowledging: manualOrAutomatic,
  partialShipment: partialShipment.default('wait_for_all'),
  baseUrl: z.string().trim().max(300).default(''),
  credential: z.record(z.string().max(50), z.string().max(4000)).default({}),
};

export const add = action(
  {
    name: 'channel.add',
    role: 'manager',
    schema: z.object({
      ...choices,
      marketplace: z.string().max(50),
      account: z.string().trim().max(60).default(''),
      shopNo: z.coerce.number().int().min(1).max(9999).default(1),
    }),
    done: 'settings.done.added',
  },
  async (ctx, input) => {
    const locale = await getLocale();
    return addChannel(ctx, { ...input, ...switchesOf(input), locale }, sealing());
  },
);

export const edit = action(
  {
    name: 'channel.edit',
    role: 'manager',
    schema: z.object({ ...choices, partialShipment: partialShipment.optional(), channelId: id }),
    done: 'settings.done.edited',
  },
  (ctx, input) => editChannel(ctx, { ...input, ...switchesOf(input) }, sealing()),
);

export const activate = action(
  {
    name: 'channel.activate',
    role: 'manager',
    schema: z.object({ channelId: id }),
    done: 'settings.done.activated',
  },
  (ctx, { channelId }) => activateChannel(ctx, { channelId, isActive: true }),
);

export const deactivate = action(
  {
    name: 'channel.deactivate',
    role: 'manager',
    schema: z.object({ channelId: id }),
    done: 'settings.done.deactivated',
  },
  (ctx, { channelId }) => activateChannel(ctx, { channelId, isActive: false }),
);

export const test = action(
  {
    name: 'channel.test',
    role: 'manager',
    schema: z.object({ channelId: id, name: z.string().max(60) }),
    reads: true,
  },
  async (ctx, { channelId, name }) => {
    const t = await getTranslations('settings.connection');
    const open = openConnections(ownWorld(() => new Date()));
    const answer = await testConnection(ctx, channelId, open);
    const said = 'detail' in answer ? answer.detail.trim() : '';
    return {
      isGood: answer.kind === 'good',
      sentence: t(answer.kind, { name }),
      said: said && t('said', { detail: said }),
    };
  },
);

export const saveCourierCodes = action(
  {
    name: 'courierCodes.set',
    role: 'manager',
    schema: z.object({
      marketplace: z.string().max(50),
      codes: z
        .array(z.object({ courier: z.string(), code: z.string().trim().max(40).default('') }))
        .max(100),
    }),
    done: 'settings.done.courierCodes',
  },
  async (ctx, input) => {
    await setCourierCodes(ctx, input);
    return { marketplace: nameIn(await getLocale(), marketplaceOf(input.marketplace)) };
  },
);

type Switch = z.output<typeof manualOrAutomatic>;

function switchesOf({ collecting, acknowledging }: { collecting: Switch; acknowledging: Switch }) {
  return {
    collectsAutomatically: collecting === 'automatic',
    acknowledgesAutomatically: acknowledging === 'automatic',
  };
}

const sealing = () => ({ encryptionKey: secrets().encryptionKey });
