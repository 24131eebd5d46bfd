import { sql } from 'drizzle-orm';
import { oneRow, rows, type Tx } from '@/db/rows';
import { recordEvent } from '@/lib/audit/record-event';
import { type Ctx, inMall, readMall } from '@/lib/context';
import { type CourierKey, courierOf, isCourierKey } from '@/lib/couriers/registry';
import { normaliseWaybillNo } from '@/lib/couriers/waybill-no';
import {
  issuesFromRange,
  readWaybillRange,
  waybillNoFromSerial,
} from '@/lib/couriers/waybill-range';
import { ExpectedError } from '@/lib/errors';
import type { LabelSize } from '@/lib/labels/label';
import { LOW_REMAINING } from './low-numbers';
import type { NumberSource } from './number-sources';

export type AccountRange = { from: string; to: string; total: number; used: number };

export type CourierAccount = {
  id: number;
  name: string;
  courier: string;
  contractCode: string;
  senderName: string;
  senderPhone: string;
  senderAddress: string;
  labelSize: LabelSize;
  /** Whether numbers can be counted up at all, or only come from the courier's program. */
  issuesFromRange: boolean;
  needsSortingCode: boolean;
  numbersFrom: NumberSource;
  /** Where its API answers; its key is never shown. */
  apiBaseUrl: string | null;
  ranges: AccountRange[];
  /** Full numbers that were imported. */
  listed: { total: number; used: number };
  /** Null where the courier's API gives as many as one asks for. */
  remaining: number | null;
  isLow: boolean;
};

type StoredAccount = Pick<
  CourierAccount,
  | 'id'
  | 'name'
  | 'courier'
  | 'contractCode'
  | 'senderName'
  | 'senderPhone'
  | 'senderAddress'
  | 'labelSize'
  | 'numbersFrom'
  | 'apiBaseUrl'
  | 'listed'
> & { ranges: { from: number; to: number; next: number }[] };

/** The mall's contracts with what is left of their ranges, those with numbers to give first. */
export async function courierAccounts(ctx: Pick<Ctx, 'mallId'>): Promise<CourierAccount[]> {
  const stored = await readMall(ctx, (tx) =>
    rows<StoredAccount>(
      tx,
      sql`
      select account.id, account.name, account.courier, account.contract_code as "contractCode",
        account.sender_name as "senderName", account.sender_phone as "senderPhone",
        account.sender_address as "senderAddress", account.label_size as "labelSize",
        account.numbers_from as "numbersFrom", account.api_base_url as "apiBaseUrl",
        (select jsonb_build_object('total', count(*), 'used', count(taken_at))
          from listed_numbers
          where mall_id = ${ctx.mallId} and courier_account_id = account.id) as listed,
        coalesce((
          select jsonb_agg(jsonb_build_object('from', from_serial, 'to', to_serial,
            'next', next_serial) order by id)
          from waybill_ranges
          where mall_id = ${ctx.mallId} and courier_account_id = account.id), '[]') as ranges
      from courier_accounts account
      where account.mall_id = ${ctx.mallId}
      order by account.name, account.id`,
    ),
  );
  return stored.flatMap(({ ranges, ...account }) =>
    isCourierKey(account.courier) ? [accountOf(account, account.courier, ranges)] : [],
  );
}

function accountOf(
  account: Omit<StoredAccount, 'ranges'>,
  courier: CourierKey,
  ranges: StoredAccount['ranges'],
): CourierAccount {
  const remaining = remainingOf(account, ranges);
  const hasHad = ranges.length > 0 || account.listed.total > 0;
  const { needsSortingCode } = courierOf(courier);
  return {
    ...account,
    issuesFromRange: issuesFromRange(courier),
    needsSortingCode,
    ranges: ranges.map((range) => ({
      from: waybillNoFromSerial(courier, range.from),
      to: waybillNoFromSerial(courier, range.to),
      total: range.to - range.from + 1,
      used: range.next - range.from,
    })),
    remaining,
    isLow: hasHad && remaining !== null && remaining <= LOW_REMAINING,
  };
}

function remainingOf(
  { numbersFrom, listed }: Omit<StoredAccount, 'ranges'>,
  ranges: StoredAccount['ranges'],
): number | null {
  if (numbersFrom === 'api') return null;
  if (numbersFrom === 'list') return listed.total - listed.used;
  return ranges.reduce((sum, range) => sum + range.to - range.next + 1, 0);
}

export type NewRange = { accountId: number; from: string; to: string };

/** Numbers that the courier handed out, first and last. No range overlaps another of its contract. */
export async function addWaybillRange(ctx: Ctx, given: NewRange): Promise<{ count: number }> {
  return inMall(ctx, async (tx) => {
    const [account] = await rows<{ courier: string; contractCode: string }>(
      tx,
      sql`
      select courier, contract_code as "contractCode" from courier_accounts
      where mall_id = ${ctx.mallId} and id = ${given.accountId} for update`,
    );
    if (!account || !isCourierKey(account.courier)) throw new ExpectedError('errors.notFound');
    const { courier, contractCode } = account;
    const range = readWaybillRange(
      courier,
      normaliseWaybillNo(given.from),
      normaliseWaybillNo(given.to),
    );
    if ('refused' in range) throw new ExpectedError(`couriers.errors.${range.refused}`);
    await requireFree(tx, { courier, contractCode, ...range });
    await tx.execute(sql`
      insert into waybill_ranges (mall_id, courier_account_id, courier, from_serial, to_serial,
        next_serial, created_at)
      values (${ctx.mallId}, ${given.accountId}, ${courier}, ${range.firstSerial},
        ${range.lastSerial}, ${range.firstSerial}, ${ctx.now.toISOString()})`);
    await recordEvent(tx, ctx, {
      verb: 'waybillRange.add',
      subject: 'setting',
      subjectId: given.accountId,
      detail: { from: given.from, to: given.to, count: range.count },
    });
    return { count: range.count };
  });
}

type WantedRange = {
  courier: CourierKey;
  contractCode: string;
  firstSerial: number;
  lastSerial: number;
};

/** Also against other malls with the same contract, which this one cannot read; one at a time. */
async function requireFree(tx: Tx, wanted: WantedRange) {
  const { courier, contractCode, firstSerial, lastSerial } = wanted;
  await tx.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`range:${courier}:${contractCode}`}, 0))`,
  );
  const { taken } = await oneRow<{ taken: boolean }>(
    tx,
    sql`
    select moa_range_is_taken(${courier}, ${contractCode}, ${firstSerial}, ${lastSerial}) as taken`,
  );
  if (taken) throw new ExpectedError('couriers.errors.rangeTaken');
}
