import { z } from 'zod';
import { ChannelBrokenAnswerError } from '../errors';
import { digits, text } from '../fields';
import { reasonOf } from '../reason';
import type { ClaimAnswer } from '../telling';
import type { UnitResult } from '../unit';
import type { CoupangClient } from './client';
import { readListings } from './listing';
import { exchangeListings } from './plan';

export const exchangeRequests = { version: 'v4', path: '/exchangeRequests' };

const DAY_MS = 86_400_000;
/** The box is there at the latest ten minutes after the goods were confirmed. */
const WAIT_MS = 5 * 60_000;

/** What goes out in exchange; a box is there from the 입고확인 on, without a number at first. */
export const exchangeBoxes = z
  .array(
    z.object({
      shipmentBoxId: digits,
      deliveryInvoiceDtos: z
        .array(z.object({ invoiceNumber: text }))
        .nullish()
        .transform((invoices) => invoices ?? []),
    }),
  )
  .nullish()
  .transform((boxes) => boxes ?? []);

export const hasNumber = ({ deliveryInvoiceDtos }: z.output<typeof exchangeBoxes>[number]) =>
  deliveryInvoiceDtos.some(({ invoiceNumber }) => invoiceNumber !== '');

const schema = z.object({
  exchangeId: digits,
  collectStatus: text,
  deliveryInvoiceGroupDtos: exchangeBoxes,
});

type Boxes = { open: string[] } | { none: Omit<UnitResult, 'unitNo'> };

/** The boxes of an exchange that have no number yet; or what that there are none means. */
export async function boxesOfExchange(
  client: CoupangClient,
  { claimNo, orderNo, requestedAt }: ClaimAnswer,
): Promise<Boxes> {
  const asked = Date.parse(requestedAt);
  const days = { from: new Date(asked - DAY_MS), to: new Date(asked + DAY_MS) };
  const listings = exchangeListings(days).map((listing) => ({
    ...listing,
    query: `${listing.query}&orderId=${orderNo}`,
  }));
  for await (const { rows } of readListings(client, exchangeRequests, listings)) {
    const found = rows.map(readExchange).find(({ exchangeId }) => exchangeId === claimNo);
    if (found) return boxesOf(found);
  }
  return { none: { outcome: 'rejected', code: 'noExchange', message: 'overtaken' } };
}

function boxesOf({ collectStatus, deliveryInvoiceGroupDtos }: z.output<typeof schema>): Boxes {
  const open = deliveryInvoiceGroupDtos.filter((box) => !hasNumber(box));
  if (open.length > 0) return { open: open.map(({ shipmentBoxId }) => shipmentBoxId) };
  if (deliveryInvoiceGroupDtos.length > 0)
    return { none: { outcome: 'already', code: 'numbered', message: '' } };
  return collectStatus === 'CompleteCollect'
    ? { none: { outcome: 'retry', code: 'noBox', message: 'noBox', retryAfterMs: WAIT_MS } }
    : { none: { outcome: 'rejected', code: 'notReceived', message: 'notReceived' } };
}

function readExchange(row: unknown): z.output<typeof schema> {
  const parsed = schema.safeParse(row);
  if (!parsed.success) throw new ChannelBrokenAnswerError(reasonOf(parsed.error));
  return parsed.data;
}
