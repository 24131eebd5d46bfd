import { sql } from 'drizzle-orm';
import { type Columns, unnested } from '@/db/bulk';
import { rows, type Tx } from '@/db/rows';
import { recordEvent } from '@/lib/audit/record-event';
import type { Channel } from '@/lib/channels/channel';
import { courierCodeFor } from '@/lib/channels/courier-code';
import { channelOf, channels } from '@/lib/channels/registry';
import { type Ctx, inMall, readMall } from '@/lib/context';
import { type CourierKey, courierKeys, isCourierKey } from '@/lib/couriers/registry';
import { ExpectedError } from '@/lib/errors';

export type CourierCode = {
  courier: CourierKey;
  /** The adapter's own; empty where it knows none. */
  standardCode: string;
  /** What is sent; empty: a waybill of this courier is not sent. */
  code: string;
};

export type CourierCodeMap = {
  marketplace: string;
  koreanName: string;
  englishName: string;
  mark: Channel['capabilities']['mark'];
  codes: CourierCode[];
};

/** By which code each marketplace is told of each courier. */
export async function courierCodeMaps(ctx: Pick<Ctx, 'mallId'>): Promise<CourierCodeMap[]> {
  const own = await readMall(ctx, (tx) => ownCodes(tx, ctx));
  const ownOf = new Map(own.map((row) => [`${row.marketplace}:${row.courier}`, row.code]));
  return channels.map((channel) => ({
    marketplace: channel.marketplace,
    koreanName: channel.koreanName,
    englishName: channel.englishName,
    mark: channel.capabilities.mark,
    codes: courierKeys.map((courier) => {
      const ownCode = ownOf.get(`${channel.marketplace}:${courier}`) ?? null;
      return {
        courier,
        standardCode: standardCodeOf(channel, courier),
        code: courierCodeFor(channel.marketplace, courier, ownCode) ?? '',
      };
    }),
  }));
}

export type GivenCode = { courier: string; code: string };

/** Sets by which code a marketplace is told of these couriers; only what differs from it is kept. */
export async function setCourierCodes(
  ctx: Ctx,
  given: { marketplace: string; codes: readonly GivenCode[] },
): Promise<void> {
  const channel = channelOf(given.marketplace);
  if (!channel) throw new ExpectedError('errors.notFound');
  const unknown = given.codes.find(({ courier }) => !isCourierKey(courier));
  if (unknown) throw new ExpectedError('settings.errors.courier', { courier: unknown.courier });
  const own = given.codes.filter(({ courier, code }) => code !== standardCodeOf(channel, courier));
  await inMall(ctx, async (tx) => {
    const before = await ownCodes(tx, ctx, given.marketplace);
    await replaceCodes(tx, ctx, given, own);
    await recordEvent(tx, ctx, {
      verb: 'courierCodes.set',
      subject: 'setting',
      subjectId: null,
      detail: { marketplace: given.marketplace, before: asRecord(before), after: asRecord(own) },
    });
  });
}

function standardCodeOf(channel: Channel, courier: string): string {
  return courierCodeFor(channel.marketplace, courier, null) ?? '';
}

type OwnCode = { marketplace: string; courier: string; code: string };

async function ownCodes(tx: Tx, ctx: Pick<Ctx, 'mallId'>, marketplace?: string) {
  const only = marketplace === undefined ? sql`` : sql`and marketplace = ${marketplace}`;
  return rows<OwnCode>(
    tx,
    sql`
    select marketplace, courier, code from courier_codes
    where mall_id = ${ctx.mallId} ${only} order by marketplace, courier`,
  );
}

const columns: Columns<GivenCode> = {
  courier: ['text', (row) => row.courier],
  code: ['text', (row) => row.code],
};

async function replaceCodes(
  tx: Tx,
  ctx: Ctx,
  { marketplace, codes }: { marketplace: string; codes: readonly GivenCode[] },
  own: readonly GivenCode[],
) {
  await tx.execute(sql`
    delete from courier_codes
    where mall_id = ${ctx.mallId} and marketplace = ${marketplace}
      and courier = any(${sql.param(codes.map(({ courier }) => courier))}::text[])`);
  if (own.length === 0) return;
  await tx.execute(sql`
    insert into courier_codes (mall_id, marketplace, courier, code)
    select ${ctx.mallId}::bigint, ${marketplace}, given.courier, given.code
    from ${unnested(columns, own)}
    order by given.courier
    on conflict (mall_id, marketplace, courier) do update set code = excluded.code`);
}

const asRecord = (codes: readonly GivenCode[]) =>
  Object.fromEntries(codes.map(({ courier, code }) => [courier, code]));
