import { text } from '@/lib/channels/fields';
import { sideBySide } from '../../side-by-side';
import type {
  BookingAnswer,
  BookingRequest,
  CancelAnswer,
  CourierApi,
  CourierConnection,
  GivenUp,
} from '../courier-api';
import { type CjClient, cjClient } from './cj-client';
import { reservation } from './reservation';
import { sortingOf } from './sorting';

/** Each takes three calls, one behind the other; these go side by side. */
const PARCELS_AT_ONCE = 4;

/** CJ대한통운 택배 표준 API: the contract code is the 고객사코드, the key the 사업자등록번호 it is billed to. */
export function cjCourierApi(connection: CourierConnection): CourierApi {
  const contract: Contract = { ...connection, client: cjClient(connection) };
  return {
    maxParcelsPerCall: PARCELS_AT_ONCE,
    book: (parcels) => sideBySide(parcels, (parcel) => book(contract, parcel)),
    cancel: (given) => cancel(contract, given),
  };
}

type Contract = Pick<CourierConnection, 'sender'> & { client: CjClient };

/** Where it goes first, without which no label can be sorted; then a number, then the parcel under it. */
async function book(contract: Contract, parcel: BookingRequest): Promise<BookingAnswer> {
  const { client } = contract;
  const { key, recipient } = parcel;
  const CLNTNUM = client.customerId;
  const ADDRESS = `${recipient.address1} ${recipient.address2}`.trim();
  const refined = await client.call('ReqAddrRfnSm', { CLNTNUM, CLNTMGMCUSTCD: CLNTNUM, ADDRESS });
  const sorting = sortingOf(refined.data);
  if (!refined.isDone || !sorting) return { key, refused: refined.detail };
  const numbered = await client.call('ReqInvcNo', { CLNTNUM });
  const waybillNo = text.parse(numbered.data.INVC_NO);
  if (!numbered.isDone || !waybillNo) return { key, refused: numbered.detail };
  const booked = await bookUnder(contract, parcel, waybillNo);
  if (!booked.isDone) return { key, refused: booked.detail };
  return { key, waybillNo, sorting };
}

/** What was booked before without an answer reaching us is taken back, and booked under the new number. */
async function bookUnder(contract: Contract, parcel: BookingRequest, waybillNo: string) {
  const booked = await demand(contract, 'RegBook', parcel, waybillNo);
  if (booked.isDone || !booked.detail.includes(BOOKED_BEFORE)) return booked;
  const takenBack = await demand(contract, 'CnclBook', parcel, '');
  return takenBack.isDone ? demand(contract, 'RegBook', parcel, waybillNo) : takenBack;
}

/** A key that its database has already. */
const BOOKED_BEFORE = 'ORA-00001';

async function cancel(contract: Contract, given: GivenUp): Promise<CancelAnswer> {
  if (!given.request) return { refused: '접수한 내용이 이미 지워졌습니다.' };
  const answer = await demand(contract, 'CnclBook', given.request, given.waybillNo ?? '');
  // Without a number there is no label: at most nothing was booked.
  const isGone = answer.isDone || given.waybillNo === null;
  return isGone ? { isCancelled: true } : { refused: answer.detail };
}

function demand(
  { client, sender }: Contract,
  resource: 'RegBook' | 'CnclBook',
  parcel: BookingRequest,
  waybillNo: string,
) {
  const given = { customerId: client.customerId, sender, parcel, waybillNo };
  return client.call(resource, reservation(given, resource === 'RegBook' ? '01' : '02'));
}
