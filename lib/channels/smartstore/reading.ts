import { z } from 'zod';
import type { Connection } from '../channel';
import type { ClaimsOfUnits, CollectedClaim } from '../collected';
import { ChannelAnswerError, ChannelBrokenAnswerError } from '../errors';
import { digits, time } from '../fields';
import { reasonOf } from '../reason';
import type { UnitReading, UnitToRead } from '../unit';
import { openClaims } from './claim-mapper';
import { type SmartstoreClient, smartstoreClient } from './client';
import { toReading } from './mapper';
import { pageSize } from './plan';
import { parseRow, type Row } from './product-order';

const rowsSchema = z.array(z.unknown());
const namedSchema = z.object({ productOrder: z.object({ productOrderId: digits }) });

/** The product orders as they stand now, up to 300 a call; what the marketplace does not know is left out. */
export async function readRaw(
  client: SmartstoreClient,
  ids: readonly string[],
): Promise<unknown[]> {
  const wanted = [...new Set(ids.filter(isId))];
  const rows: unknown[] = [];
  for (let start = 0; start < wanted.length; start += pageSize) {
    const data = await client.post('/query', {
      productOrderIds: wanted.slice(start, start + pageSize),
      quantityClaimCompatibility: true,
    });
    const parsed = rowsSchema.safeParse(data);
    if (!parsed.success) throw new ChannelBrokenAnswerError(`data: ${reasonOf(parsed.error)}`);
    rows.push(...parsed.data);
  }
  return rows;
}

/** Those of the product orders that did not come back. */
export function missingFrom(rows: readonly unknown[], ids: readonly string[]): string[] {
  const told = new Set(
    rows.map((raw) => namedSchema.safeParse(raw).data?.productOrder.productOrderId),
  );
  return ids.filter((id) => !told.has(id));
}

export async function readUnits(
  connection: Connection,
  units: UnitToRead[],
): Promise<UnitReading[]> {
  return readProductOrders(smartstoreClient(connection), units);
}

export async function readProductOrders(
  client: SmartstoreClient,
  units: readonly { unitNo: string }[],
): Promise<UnitReading[]> {
  const rows = await readRows(client, units);
  return rows.flatMap((row) => toReading(row) ?? []);
}

/** The claims on these units: one call answers for 300 of them, so that no feed need be read. */
export async function claimsOf(
  connection: Connection,
  units: UnitToRead[],
): Promise<ClaimsOfUnits> {
  const ids = idsOf(units).filter(isId);
  const rows = await readRaw(smartstoreClient(connection), ids);
  const claims = rows.flatMap((raw) => {
    const parsed = parseRow(raw);
    return parsed.success ? openClaims(parsed.data, raw) : unreadableClaim(raw);
  });
  return { claims, missing: missingFrom(rows, ids) };
}

/** A claim in words that we do not know may be a cancel: its product order must not leave. */
function unreadableClaim(raw: unknown): CollectedClaim[] {
  const told = z
    .object({
      order: z.object({ orderId: digits, orderDate: time }),
      productOrder: z.object({ productOrderId: digits, claimStatus: z.string().min(1) }),
    })
    .safeParse(raw);
  if (!told.success) return [];
  const { order, productOrder } = told.data;
  return [
    {
      claimNo: productOrder.productOrderId,
      orderNo: order.orderId,
      lineKey: productOrder.productOrderId,
      kind: 'cancel',
      state: 'requested',
      quantity: 0,
      reason: productOrder.claimStatus,
      requestedAt: order.orderDate,
      raw,
    },
  ];
}

function idsOf(units: readonly { unitNo: string }[]): string[] {
  return units.map(({ unitNo }) => unitNo);
}

async function readRows(
  client: SmartstoreClient,
  units: readonly { unitNo: string }[],
): Promise<Row[]> {
  const rows = await readRaw(client, idsOf(units));
  return rows.map((raw) => {
    const parsed = parseRow(raw);
    if (parsed.success) return parsed.data;
    throw new ChannelAnswerError(`product order cannot be read: ${reasonOf(parsed.error)}`);
  });
}

export function isId(value: string): boolean {
  return /^\d+$/.test(value);
}
