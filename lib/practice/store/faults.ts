import type { FaultInput, FaultKind, StandingFault } from '../control';
import type { Nature } from '../http';
import type { Sql } from './sql';

export interface Fault {
  readonly fault: Exclude<FaultKind, BuyerFault>;
  readonly milliseconds: number;
}

/** What a fault can strike; one that cannot strike a call is not used up by it. */
const STRIKES = {
  http429: ['read', 'list', 'write'],
  http500: ['read', 'list', 'write'],
  timeout: ['read', 'list', 'write'],
  slow: ['read', 'list', 'write'],
  brokenBody: ['read', 'list', 'write'],
  wrongBody: ['read', 'list', 'write'],
  partialFailure: ['write'],
  acceptThenDrop: ['write'],
  duplicatePage: ['list'],
  reorderPage: ['list'],
} as const satisfies Record<Exclude<FaultKind, BuyerFault>, readonly Nature[]>;

/** What buyers do right after a call; it strikes beside the others. */
export type BuyerFault = 'lateAddressChange' | 'cancelAfterAcknowledge';

export interface StruckCall {
  readonly marketplace: string;
  readonly shop: string;
  readonly operation: string;
  readonly nature: Nature;
}

export async function addFault(sql: Sql, input: FaultInput): Promise<{ id: number }> {
  const [row] = await sql<{ id: string }[]>`
    insert into practice.faults
      (marketplace, shop, operation, fault, remaining, rate, milliseconds)
    values (${input.marketplace}, ${input.shop ?? null}, ${input.operation ?? null},
      ${input.fault}, ${input.times ?? null}, ${input.rate ?? 1}, ${input.milliseconds ?? 2000})
    returning id`;
  return { id: Number(row?.id) };
}

export async function standingFaults(sql: Sql): Promise<StandingFault[]> {
  const rows = await sql<StandingFault[]>`
    select id, marketplace, shop, operation, fault, remaining, rate from practice.faults
    where remaining is null or remaining > 0 order by id`;
  return rows.map((row) => ({ ...row, id: Number(row.id) }));
}

export async function clearFaults(
  sql: Sql,
  { marketplace, fault }: { marketplace: string | null; fault: string | null },
): Promise<void> {
  await sql`
    delete from practice.faults
    where (${marketplace}::text is null or marketplace = ${marketplace})
      and (${fault}::text is null or fault = ${fault})`;
}

/** The fault that strikes this call, used up by one. */
export async function takeFault(sql: Sql, call: StruckCall, draw: number): Promise<Fault | null> {
  const [row] = await take<Fault>(sql, call, draw, strikingFaults(call.nature));
  return row ?? null;
}

/** Whether buyers do this after the call. */
export async function takeBuyerFault(
  sql: Sql,
  call: StruckCall,
  draw: number,
  fault: BuyerFault,
): Promise<boolean> {
  return (await take(sql, call, draw, [fault])).length > 0;
}

/** Standing faults share one draw: each strikes in a stretch of its own, as long as its rate. */
function take<Row extends object = object>(
  sql: Sql,
  call: StruckCall,
  draw: number,
  faults: string[],
) {
  return sql<Row[]>`
    with standing as (
      select id, sum(rate) over (order by id) as upto from practice.faults
      where marketplace = ${call.marketplace}
        and (shop is null or shop = ${call.shop})
        and coalesce(operation, ${defaultOperation(call)}) = ${call.operation}
        and fault = any(${faults})
        and (remaining is null or remaining > 0)
    )
    update practice.faults set remaining = remaining - 1
    where id = (select id from standing where upto > ${draw} order by id limit 1)
      and (remaining is null or remaining > 0)
    returning fault, milliseconds`;
}

/** A lost token locks a mall out for good, so a fault strikes the token call only by its name. */
function defaultOperation({ operation }: StruckCall): string {
  return operation === 'token' ? '' : operation;
}

function strikingFaults(nature: Nature): string[] {
  return Object.entries(STRIKES)
    .filter(([, natures]) => natures.some((each) => each === nature))
    .map(([fault]) => fault);
}
