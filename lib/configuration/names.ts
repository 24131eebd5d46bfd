import { sql } from 'drizzle-orm';
import { rows, type Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';

type Naming = { idOf: ReadonlyMap<string, number>; nameOf: ReadonlyMap<number, string> };

/** Ids mean something in one mall alone: in the file stands what every mall can find again. */
export type Names = { channels: Naming; contracts: Naming; suppliers: Naming };

export type ChannelIdentity = { marketplace: string; account: string; shopNo: number };
export type ContractIdentity = { courier: string; contractCode: string };

export const channelName = ({ marketplace, account, shopNo }: ChannelIdentity) =>
  `${marketplace}/${account}/${shopNo}`;

export const contractName = ({ courier, contractCode }: ContractIdentity) =>
  `${courier}/${contractCode}`;

export async function readNames(tx: Tx, ctx: Pick<Ctx, 'mallId'>): Promise<Names> {
  const channels = await rows<ChannelIdentity & { id: number }>(
    tx,
    sql`
    select id, marketplace, account, shop_no as "shopNo" from channels
    where mall_id = ${ctx.mallId}`,
  );
  const contracts = await rows<ContractIdentity & { id: number }>(
    tx,
    sql`
    select id, courier, contract_code as "contractCode" from courier_accounts
    where mall_id = ${ctx.mallId}`,
  );
  const suppliers = await rows<{ id: number; name: string }>(
    tx,
    sql`select id, name from suppliers where mall_id = ${ctx.mallId}`,
  );
  return {
    channels: naming(channels, channelName),
    contracts: naming(contracts, contractName),
    suppliers: naming(suppliers, ({ name }) => name),
  };
}

function naming<Row extends { id: number }>(
  found: readonly Row[],
  nameOf: (row: Row) => string,
): Naming {
  return {
    idOf: new Map(found.map((row) => [nameOf(row), row.id])),
    nameOf: new Map(found.map((row) => [row.id, nameOf(row)])),
  };
}

/** The names of ids; one that is gone by now is left out. */
export function namesOf({ nameOf }: Naming, ids: readonly number[]): string[] {
  return ids.flatMap((id) => nameOf.get(id) ?? []);
}

export function idsOf({ idOf }: Naming, names: readonly string[]): number[] {
  return names.flatMap((name) => idOf.get(name) ?? []);
}

/** The first that nobody here is called. */
export function unknownOf({ idOf }: Naming, names: readonly string[]): string | undefined {
  return names.find((name) => !idOf.has(name));
}
