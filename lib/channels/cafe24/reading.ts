import { z } from 'zod';
import type { Connection } from '../channel';
import { ChannelAnswerError, ChannelRefusedError } from '../errors';
import { reasonOf } from '../reason';
import type { UnitReading, UnitToRead } from '../unit';
import { type Cafe24Client, cafe24Client } from './client';
import { toReading } from './mapper';
import { type Order, parseOrder } from './order';

const orderAnswer = z.object({ order: z.unknown() });

export async function readUnits(
  connection: Connection,
  units: UnitToRead[],
): Promise<UnitReading[]> {
  const client = cafe24Client(connection);
  const orders = new Map<string, Order | null>();
  const readings: UnitReading[] = [];
  for (const unit of units) {
    const known = orders.get(unit.orderNo);
    const order = known === undefined ? await readOrder(client, unit.orderNo) : known;
    orders.set(unit.orderNo, order);
    const reading = order && toReading(order, unit);
    if (reading) readings.push(reading);
  }
  return readings;
}

/** Null when the marketplace does not know the order. */
export async function readOrder(client: Cafe24Client, orderNo: string): Promise<Order | null> {
  try {
    const path = `/orders/${encodeURIComponent(orderNo)}`;
    const { order } = await client.get(orderAnswer, path, { embed: 'items,receivers' });
    const parsed = parseOrder(order);
    if (parsed.success) return parsed.data;
    throw new ChannelAnswerError(`order ${orderNo}: ${reasonOf(parsed.error)}`);
  } catch (error) {
    if (error instanceof ChannelRefusedError && error.status === 404) return null;
    throw error;
  }
}
