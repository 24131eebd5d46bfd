import type { Channel, Connection } from '@/lib/channels/channel';
import { ChannelAnswerError, ChannelBusyError, ChannelError } from '@/lib/channels/errors';
import type { UnitReading } from '@/lib/channels/unit';
import { type Ctx, inMall } from '@/lib/context';
import { intakeReadings } from '@/lib/shipments/intake/readings';
import type { WaitingUnit } from './acknowledge-store';

type Source = { channel: Channel; connection: Connection };

const REREADS = 2;

/** Units that the channel gave no answer about, with how long it wants to be left alone, if it said. */
export type UnreadUnits = ReadonlyMap<WaitingUnit, number | undefined>;

/** Takes in how the units stand now; returns those of which it learnt nothing. */
export async function readAgain(
  ctx: Ctx,
  channelId: number,
  units: WaitingUnit[],
  { channel, connection }: Source,
): Promise<UnreadUnits> {
  if (units.length === 0) return new Map();
  const askedAt = connection.now();
  const source = { channel, connection: { ...connection, rereads: REREADS } };
  const { readings, unread } = await readingsOf(source, units);
  const lineKeysOf = new Map(units.map((unit) => [unit.unitNo, unit.lineKeys]));
  const read = readings.map((reading) => ({
    reading,
    lineKeys: lineKeysOf.get(reading.unitNo) ?? [],
  }));
  await inMall(ctx, (tx) => intakeReadings(tx, { ...ctx, now: askedAt }, channelId, read));
  return new Map(unread);
}

type Read = { readings: UnitReading[]; unread: [WaitingUnit, number | undefined][] };

/** An answer that cannot be understood is asked for unit by unit: one keeps no other from being read. */
async function readingsOf({ channel, connection }: Source, units: WaitingUnit[]): Promise<Read> {
  try {
    return { readings: await channel.readUnits(connection, units), unread: [] };
  } catch (error) {
    if (!(error instanceof ChannelError)) throw error;
    if (!(error instanceof ChannelAnswerError) || units.length === 1)
      return { readings: [], unread: units.map((unit) => [unit, retryAfterMsOf(error)]) };
  }
  const parts: Read[] = [];
  for (const unit of units) parts.push(await readingsOf({ channel, connection }, [unit]));
  return {
    readings: parts.flatMap((part) => part.readings),
    unread: parts.flatMap((part) => part.unread),
  };
}

/** How long a busy channel wants to be left alone. */
export function retryAfterMsOf(error: ChannelError): number | undefined {
  return error instanceof ChannelBusyError ? error.retryAfterMs : undefined;
}
