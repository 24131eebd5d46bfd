import { z } from 'zod';
import {
  channelParams,
  choiceParam,
  manyParam,
  type Params,
  pageParams,
  periodParams,
  readParams,
} from '@/app/ui/filter/params';
import type { Where } from '@/lib/allocation/conditions';
import { id, idParam } from '@/lib/ids';
import { koreanPeriod } from '@/lib/period';
import { policyParams } from './policy';

export const tabs = [
  'whole',
  'partly',
  'none',
  'waiting',
  'leftOut',
  'items',
  'short',
  'held',
] as const;

/** What the URL of the screen asks for. */
export function readAsked(params: Params, now: Date) {
  return readParams(params, {
    ...periodParams(now),
    ...channelParams,
    ...pageParams,
    supplier: manyParam(id),
    tag: manyParam(z.string().min(1).max(60)),
    tab: choiceParam(tabs),
    run: idParam,
    shipment: idParam,
    simulate: z.literal('on').optional().catch(undefined),
    ...policyParams,
  });
}

export type Asked = ReturnType<typeof readAsked>;

type WhereFields = Pick<Asked, 'from' | 'to' | 'channel' | 'supplier' | 'tag'>;

/** Which shipments that is. */
export function whereOf({ from, to, channel, supplier, tag }: WhereFields): Where {
  return { ...koreanPeriod(from, to), channelIds: channel, supplierIds: supplier, tags: tag };
}
