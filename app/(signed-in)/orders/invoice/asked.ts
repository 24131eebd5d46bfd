import { z } from 'zod';
import { choiceParam, type Params, pageParams, readParams } from '@/app/ui/filter/params';
import { idParam } from '@/lib/ids';
import {
  orderStates,
  printStates,
  regionChoices,
  sizeChoices,
  waybillStates,
} from '@/lib/invoicing/load/load-choices';
import { loadPresets } from '@/lib/invoicing/load/load-conditions';
import { directions, loadSorts } from '@/lib/invoicing/load/load-order';
import type { LoadFilter, LoadSelection } from '@/lib/invoicing/load/load-rows';

const filterParams = {
  state: choiceParam(orderStates),
  waybill: choiceParam(waybillStates),
  printed: choiceParam(printStates),
  account: z
    .string()
    .regex(/^(all|none|\d{1,15})$/)
    .catch('all'),
  wave: z
    .string()
    .regex(/^(all|none|\d{1,15})$/)
    .catch('all'),
  region: choiceParam(regionChoices),
  kind: choiceParam(sizeChoices),
};

/** The URL of the invoice screen: which load, its filters, and which dialog stands open. */
export function readAsked(params: Params) {
  return readParams(params, {
    ...filterParams,
    ...pageParams,
    load: idParam,
    sort: choiceParam(loadSorts),
    direction: choiceParam(directions),
    list: z.enum(loadPresets).optional().catch(undefined),
    panel: z.enum(['exports', 'excel']).optional().catch(undefined),
    upload: idParam,
    outcome: choiceParam(['all', 'good', 'known', 'bad']),
    word: z.string().trim().max(100).catch(''),
  });
}

export type Asked = ReturnType<typeof readAsked>;

type AskedFilter = Omit<LoadFilter, 'size'> & { kind: LoadFilter['size'] };

/** `size` is the rows of a page, so the size of parcels has another name in the URL. */
export const filterOf = (asked: AskedFilter): LoadFilter => ({
  state: asked.state,
  waybill: asked.waybill,
  printed: asked.printed,
  account: asked.account,
  region: asked.region,
  size: asked.kind,
  wave: asked.wave,
});

/** What a list is printed of: the same parameters, and the range box. */
export function readSelection(request: Request): LoadSelection {
  const { load, box, ...filter } = readParams(
    Object.fromEntries(new URL(request.url).searchParams),
    { ...filterParams, load: idParam, box: z.string().max(20_000).catch('') },
  );
  return { loadId: load ?? 0, box, filter: filterOf(filter) };
}
