import { sql } from 'drizzle-orm';
import { expectMany } from '@/db/expect-many';
import { rows, type Tx } from '@/db/rows';
import { ChannelError } from '@/lib/channels/errors';
import { type Ctx, inMall, sqlState } from '@/lib/context';
import type { BookingAnswer, BookingRequest, CourierApi } from '@/lib/couriers/api/courier-api';
import { checkWaybillNo, normaliseWaybillNo } from '@/lib/couriers/waybill-no';
import { ExpectedError } from '@/lib/errors';
import { lockStates } from '@/lib/shipments/locks';
import { recordDecisions } from '@/lib/shipments/runs/runs';
import type { IssuingAccount } from '../accounts/issuing-account';
import { bookedParcel } from '../bookings/booked-parcel';
import {
  type AskedBooking,
  askBookings,
  askedAmong,
  letGo,
  settleBookings,
  takeToAsk,
} from '../bookings/bookings';
import { type CourierWorld, openCourier } from '../bookings/courier-world';
import { contentHash } from '../content-hash';
import { readContents, type ShipmentContent } from '../contents';
import { planGivable, type Refusal } from '../plan';
import { invoiceRules } from '../reasons';
import { sayTaken } from '../set-waybill';
import { giveWaybills, noteRefusals } from '../store';
import type { NumberResult } from './number-from-range';
import { NumberingRun } from './numbering-run';
import { planAnswers } from './plan-answers';

/**
 * So many parcels, or as many as one call takes, are numbered before the next ones are asked about: few,
 * so that somebody who waits for a slow courier sees them come.
 */
const PORTION = 8;

/**
 * Asks the courier's API for numbers, portion by portion: what is asked is written down first, the
 * calls stand outside of any transaction, and a lost answer is asked for again under the same key.
 * Where the courier fails, the portions before it stand and the rest keeps that as its reason.
 */
export async function numberFromApi(
  ctx: Ctx,
  account: IssuingAccount,
  shipmentIds: number[],
  world: CourierWorld,
): Promise<NumberResult> {
  const api = openCourier(ctx, account, world);
  const now = () => ({ ...ctx, now: world.clock() });
  const numbering = new NumberingRun({ account: account.name, asked: shipmentIds.length });
  const size = Math.max(PORTION, api.maxParcelsPerCall);
  let failure: ChannelError | null = null;
  try {
    for (let start = 0; start < shipmentIds.length; ) {
      const portion = shipmentIds.slice(start, failure ? undefined : start + size);
      const { asked, contents, refused } = await prepare(now(), account, portion);
      const answers: Answers = failure ? noAnswers : await ask(api, asked, contents, now);
      failure ??= answers.failure;
      if (failure && start === 0 && answers.got.size === 0) throw expectedOf(failure);
      numbering.add(await settle(now(), account, numbering, { asked, refused, ...answers }));
      start += portion.length;
    }
  } finally {
    await numbering.end(now());
  }
  return numbering.done;
}

type Prepared = {
  asked: AskedBooking[];
  contents: ShipmentContent[];
  refused: Refusal[];
};

async function prepare(
  ctx: Ctx,
  account: IssuingAccount,
  shipmentIds: number[],
): Promise<Prepared> {
  return inMall(ctx, async (tx) => {
    await expectMany(tx, shipmentIds.length);
    const { givable, refused } = planGivable(shipmentIds, await lockStates(tx, ctx, shipmentIds));
    const contents = await readContents(tx, ctx, givable);
    const asked = await askBookings(tx, ctx, account.id, contents);
    return { asked, contents, refused };
  });
}

type Answers = {
  got: Map<string, BookingAnswer>;
  /** Of what was asked about, which asking of it this was. */
  taken: Map<number, number>;
  failure: ChannelError | null;
};

const noAnswers: Answers = { got: new Map(), taken: new Map(), failure: null };

/**
 * Call by call; where one fails, what came before it counts. What another process is asking about is
 * not asked twice: a courier may have another number for the same parcel then.
 */
async function ask(
  api: CourierApi,
  asked: readonly AskedBooking[],
  contents: readonly ShipmentContent[],
  now: () => Ctx,
): Promise<Answers> {
  const contentOf = new Map(contents.map((content) => [content.id, content]));
  const requests = asked.flatMap(({ id, shipmentId, askedAt }): BookingRequest[] => {
    const content = contentOf.get(shipmentId);
    return content
      ? [{ ...bookedParcel(content), key: String(id), askedAt: new Date(askedAt) }]
      : [];
  });
  const answers: Answers = { got: new Map(), taken: new Map(), failure: null };
  for (let start = 0; start < requests.length; start += api.maxParcelsPerCall) {
    const part = requests.slice(start, start + api.maxParcelsPerCall);
    const open = await takeToAsk(
      now(),
      part.map(({ key }) => Number(key)),
    );
    for (const [id, attempt] of open) answers.taken.set(id, attempt);
    try {
      const asking = part.filter(({ key }) => open.has(Number(key)));
      if (asking.length === 0) continue;
      for (const answer of await api.book(asking)) {
        answers.got.set(answer.key, answer);
        open.delete(Number(answer.key));
      }
    } catch (error) {
      if (!(error instanceof ChannelError)) throw error;
      answers.failure = error;
      break;
    } finally {
      await letGo(now(), open);
    }
  }
  return answers;
}

function expectedOf(failure: ChannelError): ExpectedError {
  if (failure.kind === 'busy') return new ExpectedError('invoice.errors.courierBusy');
  if (failure.kind === 'refused')
    return new ExpectedError('invoice.errors.courierRefused', { said: failure.message });
  return new ExpectedError('invoice.errors.courierUnavailable');
}

type Answered = Pick<Answers, 'got' | 'taken'> & { asked: AskedBooking[]; refused: Refusal[] };

/**
 * Numbers go onto the parcels that may still have them; the others are given back. A number that
 * somebody writes elsewhere at this very moment is seen when it is looked at again.
 */
async function settle(
  ctx: Ctx,
  account: IssuingAccount,
  numbering: NumberingRun,
  given: Answered,
): Promise<Settled> {
  const once = () => inMall(ctx, (tx) => settleIn(tx, ctx, account, numbering, given));
  return once().catch((error) => {
    if (sqlState(error) !== '23505') throw error;
    return once().catch(sayTaken);
  });
}

type Settled = Parameters<NumberingRun['add']>[0];

async function settleIn(
  tx: Tx,
  ctx: Ctx,
  account: IssuingAccount,
  numbering: NumberingRun,
  given: Answered,
): Promise<Settled> {
  const { courier } = account;
  const ids = given.asked.map(({ shipmentId }) => shipmentId);
  const found = await lockStates(tx, ctx, ids);
  const plan = planAnswers({
    asked: given.asked,
    answers: given.got,
    open: new Set(
      (await askedAmong(tx, ctx, ids))
        .filter(({ id, attempts }) => (given.taken.get(id) ?? attempts) === attempts)
        .map(({ id }) => id),
    ),
    found,
    hashes: await hashesOf(tx, ctx, ids),
    isLegal: (no) => checkWaybillNo(courier, no).verdict !== 'refuse',
    taken: await takenAmong(tx, ctx, courier, [...given.got.values()]),
  });
  const refused = [...given.refused, ...plan.refused];
  const numbered = plan.numbered.length;
  const { runId, counts } = await numbering.open(tx, ctx, { numbered, refused });
  await settleBookings(tx, ctx, plan.settled);
  await giveWaybills(tx, ctx, runId, {
    source: 'api',
    rule: invoiceRules.fromApi,
    rows: plan.numbered.map((parcel) => ({ ...parcel, courier, rangeId: null })),
  });
  await noteRefusals(tx, ctx, refused);
  await recordDecisions(tx, ctx, runId, [
    ...plan.numbered.map(({ shipmentId }) => decision(shipmentId, invoiceRules.fromApi)),
    ...refused.map(({ shipmentId, rule }) => decision(shipmentId, rule)),
  ]);
  return { runId, counts, numbered, refused };
}

async function takenAmong(
  tx: Tx,
  ctx: Ctx,
  courier: string,
  answers: readonly BookingAnswer[],
): Promise<Set<string>> {
  const numbers = answers.flatMap((one) =>
    'waybillNo' in one ? normaliseWaybillNo(one.waybillNo) : [],
  );
  const taken = await rows<{ waybillNo: string }>(
    tx,
    sql`
    select waybill_no as "waybillNo" from waybills
    where mall_id = ${ctx.mallId} and courier = ${courier}
      and waybill_no = any(${sql.param(numbers)}::text[])`,
  );
  return new Set(taken.map(({ waybillNo }) => waybillNo));
}

const decision = (shipmentId: number, rule: number) => ({ shipmentId, rule, values: [] });

async function hashesOf(tx: Tx, ctx: Ctx, ids: number[]): Promise<Map<number, string>> {
  const contents = await readContents(tx, ctx, ids);
  return new Map(contents.map((content) => [content.id, contentHash(content)]));
}
