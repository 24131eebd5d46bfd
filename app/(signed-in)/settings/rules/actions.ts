'use server';

import { z } from 'zod';
import { action } from '@/lib/action';
import { id } from '@/lib/ids';
import { provinces, regions } from '@/lib/recipients/region';
import {
  moveParcelRule,
  removeParcelRule,
  switchParcelRule,
} from '@/lib/settings/order-parcel-rules';
import { saveRemotePostcodes, saveUsualAccount } from '@/lib/settings/parcel-defaults';
import { saveParcelRule } from '@/lib/settings/save-parcel-rule';
import { parcelRuleKinds } from '@/lib/shipments/holds/parcel-rules';

const count = z.coerce.number().int().min(0).max(1_000_000).optional();
const amount = z.coerce.number().int().min(0).max(1e12).optional();
const ids = z.array(id).max(200).optional();
const list = z
  .string()
  .max(2_000)
  .transform((text) => [...new Set(text.split(/[,\n]/).map((word) => word.trim()))])
  .transform((words) => words.filter((word) => word !== ''))
  .transform((words) => (words.length > 0 ? words : undefined))
  .optional();

const conditions = {
  channelIds: ids,
  freightTerm: z.enum(['prepaid', 'collect']).optional(),
  qtyFrom: count,
  qtyTo: count,
  unitsFrom: count,
  unitsTo: count,
  amountFrom: amount,
  amountTo: amount,
  regions: z.array(z.enum(regions)).optional(),
  provinces: z.array(z.enum(provinces)).optional(),
  variantCodes: list,
  tags: list,
  supplierIds: ids,
  hasMemo: z
    .literal('on')
    .transform(() => true)
    .optional(),
};

export const save = action(
  {
    name: 'rules.save',
    role: 'manager',
    schema: z.object({
      ...conditions,
      id: id.optional(),
      kind: z.enum(parcelRuleKinds),
      name: z.string().trim().min(1).max(100),
      courierAccountId: id.optional(),
      newPeople: list,
      keptPeople: z.array(z.string().max(50)).max(500).default([]),
    }),
    done: 'rules.saved',
  },
  (ctx, { id: ruleId, kind, name, courierAccountId, newPeople, keptPeople, ...given }) =>
    saveParcelRule(ctx, {
      id: ruleId,
      kind,
      name,
      courierAccountId: courierAccountId ?? null,
      conditions: given,
      newPeople: newPeople ?? [],
      keptPeople,
    }),
);

export const move = action(
  {
    name: 'rules.move',
    role: 'manager',
    schema: z.object({ id, by: z.enum(['up', 'down']) }),
  },
  (ctx, rule) => moveParcelRule(ctx, rule),
);

export const turn = action(
  {
    name: 'rules.switch',
    role: 'manager',
    schema: z.object({ id, isActive: z.boolean() }),
    done: 'rules.saved',
  },
  (ctx, rule) => switchParcelRule(ctx, rule),
);

export const remove = action(
  {
    name: 'rules.remove',
    role: 'manager',
    schema: z.object({ id }),
    done: 'rules.removed',
  },
  (ctx, rule) => removeParcelRule(ctx, rule.id),
);

export const saveUsual = action(
  {
    name: 'rules.saveUsual',
    role: 'manager',
    schema: z.object({ accountId: id.optional() }),
    done: 'rules.usual.saved',
  },
  (ctx, { accountId }) => saveUsualAccount(ctx, accountId ?? null),
);

export const savePostcodes = action(
  {
    name: 'rules.savePostcodes',
    role: 'manager',
    schema: z.object({ ranges: z.string().max(20_000).default('') }),
    done: 'rules.remote.saved',
  },
  (ctx, { ranges }) => saveRemotePostcodes(ctx, ranges),
);
