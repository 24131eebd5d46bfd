import type {
  AddressChangeInput,
  CancelRequested,
  CancelRequestInput,
  DeliveryInput,
  ExchangeInput,
  WithdrawalInput,
} from '../control';
import { makeAddress } from '../generate/addresses';
import { seededRandom } from '../generate/random';
import { practiceMarketplace } from '../marketplaces';
import type { Buyers, Practice } from '../practice';
import type { Transaction } from '../store/sql';
import { lockOrder, type Unit } from '../store/units';
import { refuse } from './refuse';

/** The buyer of an order wants all or a part of it cancelled. */
export async function requestCancel(
  practice: Practice,
  input: CancelRequestInput,
): Promise<CancelRequested> {
  const { cancel } = practiceMarketplace(input.marketplace);
  const requested = await practice.sql.begin(async (tx) =>
    cancel(tx, await orderUnits(tx, practice, input), input, practice.clock()),
  );
  if (requested.claimNos.length === 0) refuse(409, 'Nothing of this order can be cancelled.');
  return requested;
}

/** The buyer of an order that has left wants another one of a piece. */
export async function requestExchange(
  practice: Practice,
  input: ExchangeInput,
): Promise<{ claimNo: string }> {
  const { exchange } = practiceMarketplace(input.marketplace);
  const claimNo = await practice.sql.begin(async (tx) =>
    exchange?.(tx, await orderUnits(tx, practice, input), input, practice.clock()),
  );
  return claimNo ? { claimNo } : refuse(409, 'Nothing of this order can be exchanged.');
}

/** The buyer of an order wants it after all. */
export async function withdrawClaims(
  practice: Practice,
  input: WithdrawalInput,
): Promise<{ withdrawn: number }> {
  const { withdraw } = practiceMarketplace(input.marketplace);
  const withdrawn = await practice.sql.begin(async (tx) =>
    withdraw(tx, await orderUnits(tx, practice, input), practice.clock()),
  );
  if (withdrawn === 0) refuse(409, 'Nothing of this order is claimed.');
  return { withdrawn };
}

/** The seller of an order sends it by himself, and it arrives. */
export async function deliver(
  practice: Practice,
  input: DeliveryInput,
): Promise<{ unitNos: readonly string[] }> {
  const marketplace = practiceMarketplace(input.marketplace);
  const unitNos = await practice.sql.begin(async (tx) =>
    marketplace.deliver(tx, await orderUnits(tx, practice, input), input, practice.clock()),
  );
  if (unitNos.length === 0) refuse(409, 'Nothing of this order waits to be delivered.');
  return { unitNos };
}

/** The buyer of an order moves: to the given address, or to one made up. */
export async function changeAddress(
  practice: Practice,
  input: AddressChangeInput,
): Promise<{ unitNos: readonly string[] }> {
  const invented = makeAddress(seededRandom(Math.floor(practice.random() * 2 ** 31)));
  const { postcode, address1, address2 } = invented;
  const change = input.address1 ? input : { ...input, postcode, address1, address2 };
  const { move } = practiceMarketplace(input.marketplace);
  const unitNos = await practice.sql.begin(async (tx) =>
    move(tx, await orderUnits(tx, practice, input), change, practice.clock()),
  );
  if (unitNos.length === 0) refuse(409, 'It is too late to change the address of this order.');
  return { unitNos };
}

async function orderUnits(
  tx: Transaction,
  { shops }: Practice,
  { marketplace, orderNo }: WithdrawalInput,
): Promise<Unit<object>[]> {
  const keys = shops.filter((shop) => shop.marketplace === marketplace).map(({ key }) => key);
  const units = await lockOrder<object>(tx, keys, orderNo);
  return units.length > 0 ? units : refuse(404, `No order ${orderNo}.`);
}

const named = (practice: Practice, key: string) =>
  practice.shops.find(({ marketplace }) => marketplace === key)?.marketplace ??
  refuse(404, `No practice marketplace ${key}.`);

/** The same from behind a call, as the faults of buyers do it. */
export const buyers: Buyers = {
  cancel: (practice, key, orderNo) =>
    requestCancel(practice, { marketplace: named(practice, key), orderNo }),
  move: (practice, key, orderNo) =>
    changeAddress(practice, { marketplace: named(practice, key), orderNo }),
};
