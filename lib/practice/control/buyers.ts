import { cancelOnCafe24, moveOnCafe24 } from '../cafe24/buyer';
import type { Cafe24Order } from '../cafe24/order';
import type { AddressChangeInput, CancelRequested, CancelRequestInput } from '../control';
import type { CoupangBox } from '../coupang/box';
import { cancelOnCoupang, moveOnCoupang } from '../coupang/buyer';
import { makeAddress } from '../generate/addresses';
import { seededRandom } from '../generate/random';
import type { Practice } from '../practice';
import type { Transaction } from '../store/sql';
import { lockOrder, type Unit } from '../store/units';
import { refuse } from './refuse';

/** The buyer of an order wants all or a part of it cancelled. */
export async function requestCancel(
  practice: Practice,
  input: CancelRequestInput,
): Promise<CancelRequested> {
  const now = practice.clock();
  const requested = await practice.sql.begin(async (tx) =>
    input.marketplace === 'coupang'
      ? cancelOnCoupang(tx, await orderUnits<CoupangBox>(tx, practice, input), input, now)
      : cancelOnCafe24(tx, await orderUnits<Cafe24Order>(tx, practice, input), input, now),
  );
  if (requested.claimNos.length === 0) refuse(409, 'Nothing of this order can be cancelled.');
  return requested;
}

/** The buyer of an order moves: to the given address, or to one made up. */
export async function changeAddress(
  practice: Practice,
  input: AddressChangeInput,
): Promise<{ unitNos: readonly string[] }> {
  const invented = makeAddress(seededRandom(Math.floor(practice.random() * 2 ** 31)));
  const { postcode, address1, address2 } = invented;
  const change = input.address1 ? input : { ...input, postcode, address1, address2 };
  const unitNos = await practice.sql.begin(async (tx) =>
    input.marketplace === 'coupang'
      ? moveOnCoupang(tx, await orderUnits<CoupangBox>(tx, practice, input), change)
      : moveOnCafe24(tx, await orderUnits<Cafe24Order>(tx, practice, input), change),
  );
  if (unitNos.length === 0) refuse(409, 'It is too late to change the address of this order.');
  return { unitNos };
}

async function orderUnits<Document>(
  tx: Transaction,
  { shops }: Practice,
  { marketplace, orderNo }: CancelRequestInput | AddressChangeInput,
): Promise<Unit<Document>[]> {
  const keys = shops.filter((shop) => shop.marketplace === marketplace).map(({ key }) => key);
  const units = await lockOrder<Document>(tx, keys, orderNo);
  return units.length > 0 ? units : refuse(404, `No order ${orderNo}.`);
}
