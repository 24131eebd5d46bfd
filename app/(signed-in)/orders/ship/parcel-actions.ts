'use server';

import { z } from 'zod';
import { action } from '@/lib/action';
import { type CourierKey, courierKeys } from '@/lib/couriers/registry';
import { cancelResent } from '@/lib/flows/cancel-resent';
import { reportShortage } from '@/lib/flows/report-shortage';
import { id } from '@/lib/ids';
import { resend } from '@/lib/shipments/parcels/resend';
import { addBox, removeBox } from '@/lib/shipping/boxes';
import { setShipMethod, shipMethods } from '@/lib/shipping/set-method';

const courier = z.enum(courierKeys as [CourierKey, ...CourierKey[]]);
const waybillNo = z.string().trim().min(1).max(60);

export const changeMethod = action(
  {
    name: 'ship.method',
    role: 'operator',
    schema: z.object({ shipmentIds: z.array(id).min(1).max(1000), method: z.enum(shipMethods) }),
    done: 'ship.done.methodChanged',
  },
  (ctx, { shipmentIds, method }) => setShipMethod(ctx, shipmentIds, method),
);

export const addParcelBox = action(
  {
    name: 'ship.box',
    role: 'operator',
    schema: z.object({ shipmentId: id, courier, waybillNo }),
    done: 'ship.done.boxAdded',
  },
  (ctx, box) => addBox(ctx, box),
);

export const removeParcelBox = action(
  {
    name: 'ship.box.remove',
    role: 'operator',
    schema: z.object({ shipmentId: id, waybillNo }),
    done: 'ship.done.boxRemoved',
  },
  (ctx, box) => removeBox(ctx, box),
);

export const reportShort = action(
  {
    name: 'ship.short',
    role: 'operator',
    schema: z.object({
      shipmentId: id,
      pieces: z
        .array(z.object({ variantId: id, qty: z.coerce.number().int().min(0).default(0) }))
        .max(1000),
      isHeld: z.coerce.boolean().default(false),
      note: z.string().trim().max(200).default(''),
    }),
    done: 'ship.done.short',
  },
  (ctx, { pieces, ...shortage }) =>
    reportShortage(ctx, { ...shortage, missing: pieces.filter(({ qty }) => qty > 0) }),
);

export const resendParcel = action(
  {
    name: 'ship.resend',
    role: 'operator',
    schema: z.object({
      shipmentId: id,
      lines: z
        .array(z.object({ lineId: id, qty: z.coerce.number().int().min(0).default(0) }))
        .max(1000),
      reason: z.string().trim().max(200).default(''),
    }),
    done: 'ship.done.resent',
  },
  async (ctx, { lines, ...wanted }) => {
    const resent = await resend(ctx, { ...wanted, lines: lines.filter(({ qty }) => qty > 0) });
    return { ...resent, href: `/orders/${resent.orderId}` };
  },
);

export const cancelResentParcel = action(
  {
    name: 'ship.resend.cancel',
    role: 'operator',
    schema: z.object({ shipmentId: id }),
    done: 'ship.done.resentCancelled',
  },
  (ctx, { shipmentId }) => cancelResent(ctx, shipmentId),
);
