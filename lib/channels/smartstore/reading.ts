import { z } from 'zod';
import type { CollectedClaim, Connection, UnitReading, UnitToRead } from '../channel';
import { ChannelAnswerError } from '../errors';
import { reasonOf } from '../reason';
import { openClaims } from './claim-mapper';
import { type SmartstoreClient, smartstoreClient } from './client';
import { toReading } from './mapper';
import { pageSize } from './plan';
import { parseRow, type Row } from './product-order';

const rowsSchema = z
  .array(z.unknown())
  .nullish()
  .transform((rows) => rows ?? []);

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
    if (!parsed.success) throw new ChannelAnswerError(`data: ${reasonOf(parsed.error)}`);
    rows.push(...parsed.data);
  }
  return rows;
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
  return rows.flatMap(({ row }) => toReading(row) ?? []);
}

/** The claims on these units: one call answers for 300 of them, so that no feed need be read. */
export async function claimsOf(
  connection: Connection,
  units: UnitToRead[],
): Promise<CollectedClaim[]> {
  const rows = await readRows(smartstoreClient(connection), units);
  return rows.flatMap(({ row, raw }) => openClaims(row, raw));
}

async function readRows(
  client: SmartstoreClient,
  units: readonly { unitNo: string }[],
): Promise<{ row: Row; raw: unknown }[]> {
  const rows = await readRaw(
    client,
    units.map(({ unitNo }) => unitNo),
  );
  return rows.map((raw) => {
    const parsed = parseRow(raw);
    if (parsed.success) return { row: parsed.data, raw };
    throw new ChannelAnswerError(`product order cannot be read: ${reasonOf(parsed.error)}`);
  });
}

export function isId(value: string): boolean {
  return /^\d+$/.test(value);
}
