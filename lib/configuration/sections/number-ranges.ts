import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { rows } from '@/db/rows';
import { isCourierKey } from '@/lib/couriers/registry';
import { readWaybillRange, waybillNoFromSerial } from '@/lib/couriers/waybill-range';
import type { Place, Refusals, Remark, Section, Standing } from '../section';

const schema = z.strictObject({
  contract: z.string().max(120),
  /** First and last full number, as the courier handed them out. */
  from: z.string().max(30),
  to: z.string().max(30),
  /** How many of them had been used: whoever goes on begins behind them. */
  used: z.int().min(0),
});

type RangeEntry = z.infer<typeof schema>;

const keyOf = ({ contract, from, to }: RangeEntry) => `${contract} ${from}–${to}`;

export const numberRanges: Section<RangeEntry> = {
  schema,
  keyOf,
  read,
  refusals,
  /** How far a range is used says the mall that uses it. */
  meant: (given, standing) => standing ?? given,
  write: async ({ tx, ctx, names }, entries) => {
    const given = entries.flatMap((entry) => {
      const range = serialsOf(entry);
      if (!range) return [];
      const { courier, first, last } = range;
      const accountId = names.contracts.idOf.get(entry.contract);
      return { accountId, courier, first, last, next: first + entry.used };
    });
    await tx.execute(sql`
      insert into waybill_ranges (mall_id, courier_account_id, courier, from_serial, to_serial,
        next_serial, created_at)
      select ${ctx.mallId}::bigint, "accountId", courier, first, last, next,
        ${ctx.now.toISOString()}::timestamptz
      from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as given ("accountId" bigint,
        courier text, first bigint, last bigint, next bigint)`);
  },
};

async function read({ tx, ctx, names }: Place): Promise<RangeEntry[]> {
  const stored = await rows<{
    accountId: number;
    courier: string;
    first: number;
    last: number;
    next: number;
  }>(
    tx,
    sql`
    select courier_account_id as "accountId", courier, from_serial as first, to_serial as last,
      next_serial as next
    from waybill_ranges where mall_id = ${ctx.mallId} order by id`,
  );
  return stored.flatMap(({ accountId, courier, first, last, next }) => {
    const contract = names.contracts.nameOf.get(accountId);
    if (!contract || !isCourierKey(courier)) return [];
    const [from, to] = [waybillNoFromSerial(courier, first), waybillNoFromSerial(courier, last)];
    return { contract, from, to, used: next - first };
  });
}

type Serials = { courier: string; first: number; last: number };

function serialsOf({ contract, from, to, used }: RangeEntry): Serials | null {
  const courier = contract.slice(0, contract.indexOf('/'));
  if (!isCourierKey(courier)) return null;
  const range = readWaybillRange(courier, from, to);
  if ('refused' in range || used > range.count) return null;
  return { courier, first: range.firstSerial, last: range.lastSerial };
}

/** Numbers of a contract belong to one range, in whichever mall: one import at a time looks. */
async function refusals(
  { tx, names }: Place,
  given: RangeEntry[],
  standing: Standing<RangeEntry>,
): Promise<Refusals> {
  const found: Refusals = new Map();
  const added = given.filter((entry) => !standing.has(keyOf(entry)));
  const wanted: (Serials & { key: string; contract: string })[] = [];
  for (const entry of added) {
    const [key, serials] = [keyOf(entry), serialsOf(entry)];
    const remark = judge(entry, serials, wanted, names.contracts.idOf.has(entry.contract));
    if (remark) found.set(key, remark);
    else if (serials) wanted.push({ key, contract: entry.contract, ...serials });
  }
  for (const key of await takenOf({ tx }, wanted)) found.set(key, { reason: 'rangeTaken' });
  return found;
}

function judge(
  { contract }: RangeEntry,
  serials: Serials | null,
  wanted: readonly (Serials & { contract: string })[],
  isKnown: boolean,
): Remark | undefined {
  if (!isKnown) return { reason: 'unknownContract', detail: contract };
  if (!serials) return { reason: 'notANumber' };
  const overlaps = wanted.some(
    (other) =>
      other.contract === contract && other.first <= serials.last && serials.first <= other.last,
  );
  return overlaps ? { reason: 'rangeTaken' } : undefined;
}

async function takenOf(
  { tx }: Pick<Place, 'tx'>,
  wanted: readonly (Serials & { key: string; contract: string })[],
): Promise<string[]> {
  const given = wanted.map(({ key, contract, courier, first, last }) => {
    const contractCode = contract.slice(contract.indexOf('/') + 1);
    return { key, lock: `range:${courier}:${contractCode}`, courier, contractCode, first, last };
  });
  const asked = sql`
    jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as given (key text, lock text,
      courier text, "contractCode" text, first bigint, last bigint)`;
  await tx.execute(sql`
    select pg_advisory_xact_lock(hashtextextended(lock, 0))
    from (select distinct lock from ${asked} order by lock) as locks`);
  const taken = await rows<{ key: string }>(
    tx,
    sql`
    select key from ${asked}
    where moa_range_is_taken(courier, "contractCode", first, last)`,
  );
  return taken.map(({ key }) => key);
}
