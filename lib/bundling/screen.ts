import { type SQL, sql } from 'drizzle-orm';
import { oneRow, type Tx } from '@/db/rows';
import { type Ctx, readMall } from '@/lib/context';
import { type Page, type PageRequest, pageOf, readsBackwards } from '@/lib/paging';
import { koreanDay, koreanPeriod, type Period } from '@/lib/period';
import { variantNames } from '@/lib/shipments/lists/variant-names';
import { answerPage, countAnswers, type RememberedAnswer } from './answers';
import { type BundleCounts, countsOf } from './counts';
import { type ComparedPart, differingParts, type ShipmentFacts, shipmentFacts } from './facts';
import type { Decided, Group } from './plan';
import { type BundleConditions, planOpenShipments } from './plan-open-shipments';
import {
  hasStaleQuestions,
  openQuestions,
  type Question,
  type Reviewed,
  reviewQuestions,
} from './questions';
import {
  bundleReason,
  bundleRules,
  partnersReason,
  type Reason,
  type StoredReason,
} from './reasons';
import { type Bundle, bundlePage, countBundles } from './results';
import { readVirtualPhonesSuffice } from './settings';

export const bundleTabs = ['results', 'reviews', 'leftOut', 'answers'] as const;

export type BundleTab = (typeof bundleTabs)[number];

export type ReviewRow = ShipmentFacts & { reason: StoredReason | null; seen: string };

export type Review = { baseShipmentId: number; rows: ReviewRow[]; differing: ComparedPart[] };

export type LeftOut = ShipmentFacts & { reason: StoredReason };

export type BundleScreen = {
  /** Of what was left out `countLeftOut` tells. */
  counts: Record<Exclude<BundleTab, 'leftOut'>, number>;
  /** 기간 밖: ready shipments that the period leaves unseen, and the days that would show them. */
  outside: { count: number; from: string; to: string };
  /** 안심번호만 있어도 합포. */
  virtualPhonesSuffice: boolean;
  /** The variants that reasons name. */
  variants: Record<number, string>;
  page:
    | ({ tab: 'results' } & Page<Bundle>)
    | ({ tab: 'reviews' } & Page<Review>)
    | ({ tab: 'leftOut' } & Page<LeftOut>)
    | ({ tab: 'answers' } & Page<RememberedAnswer>);
};

/** What is bundled, what waits for a person and what was left out, of one look at the database. */
export async function bundleScreen(
  ctx: Ctx,
  conditions: BundleConditions,
  shown: { tab: BundleTab; request: PageRequest },
): Promise<BundleScreen> {
  const period = koreanPeriod(conditions.from, conditions.to);
  return readMall(ctx, async (tx) => {
    const questions = await openQuestions(tx, ctx);
    const page = await pageOfTab(tx, ctx, { ...conditions, questions, period }, shown);
    return {
      counts: {
        results: page.tab === 'results' ? page.total : await countBundles(tx, ctx, period),
        reviews: questions.length,
        answers: page.tab === 'answers' ? page.total : await countAnswers(tx, ctx),
      },
      virtualPhonesSuffice: await readVirtualPhonesSuffice(tx, ctx),
      outside: await outsideOf(tx, ctx, period),
      variants: await variantsOf(tx, ctx, page),
      page,
    };
  });
}

/** 제외: what shares a recipient with another parcel and still stays apart; as slow as a run's plan. */
export async function countLeftOut(ctx: Ctx, conditions: BundleConditions): Promise<number> {
  return readMall(ctx, async (tx) => {
    const plan = await planOpenShipments(tx, ctx, conditions, { lock: false });
    return plan.leftOut.length;
  });
}

export type BundlePreview = BundleCounts & {
  groups: { base: ShipmentFacts; orderNos: string[] }[];
  /** It would take back questions that are none any more. */
  isClearing: boolean;
  /** False where it would change nothing. */
  isRunnable: boolean;
};

const PREVIEWED_GROUPS = 50;

/** What a run would do now, with the first of the parcels it would make. Changes nothing. */
export async function previewBundles(
  ctx: Ctx,
  conditions: BundleConditions,
): Promise<BundlePreview> {
  return readMall(ctx, async (tx) => {
    const plan = await planOpenShipments(tx, ctx, conditions, { lock: false });
    const groups = plan.bundles.slice(0, PREVIEWED_GROUPS);
    const facts = await shipmentFacts(tx, ctx, groups.flatMap(idsOf));
    const period = koreanPeriod(conditions.from, conditions.to);
    const isClearing = await hasStaleQuestions(tx, ctx, period, plan.reviews);
    return {
      ...countsOf(plan),
      isClearing,
      isRunnable: isClearing || plan.bundles.length + plan.reviews.length > 0,
      groups: groups.flatMap((group) => {
        const [base, ...members] = idsOf(group).flatMap((id) => facts.get(id) ?? []);
        return base ? [{ base, orderNos: [base, ...members].map((one) => one.orderNo) }] : [];
      }),
    };
  });
}

const idsOf = (group: Group) => [group.base, ...group.members.map((member) => member.id)];

type Seen = BundleConditions & { questions: Question[]; period: Period };

async function pageOfTab(
  tx: Tx,
  ctx: Ctx,
  { questions, period, ...conditions }: Seen,
  { tab, request }: { tab: BundleTab; request: PageRequest },
): Promise<BundleScreen['page']> {
  if (tab === 'results') return { tab, ...(await bundlePage(tx, ctx, period, request)) };
  if (tab === 'answers') return { tab, ...(await answerPage(tx, ctx, request)) };
  if (tab === 'leftOut') {
    const plan = await planOpenShipments(tx, ctx, conditions, { lock: false });
    const age = new Map(plan.candidates.map((candidate) => [candidate.id, candidate.orderedAtMs]));
    const page = pageOfList(plan.leftOut, request, (one) => [age.get(one.id) ?? 0, one.id]);
    const facts = await shipmentFacts(
      tx,
      ctx,
      page.rows.map((one) => one.id),
    );
    return { tab, ...page, rows: page.rows.flatMap((one) => withReason(one, facts)) };
  }
  const page = pageOfList(questions, request, ({ ids, orderedAtMs }) => [orderedAtMs, ids[0] ?? 0]);
  const reviewed = await reviewQuestions(tx, ctx, page.rows);
  const facts = await shipmentFacts(
    tx,
    ctx,
    page.rows.flatMap(({ ids }) => ids),
  );
  return { tab, ...page, rows: reviewed.flatMap((group) => reviewOf(group, facts)) };
}

function withReason(one: Decided, facts: ReadonlyMap<number, ShipmentFacts>): LeftOut[] {
  const found = facts.get(one.id);
  const reason = storedReason(one.reason);
  return found && reason ? [{ ...found, reason }] : [];
}

function reviewOf(group: Reviewed, facts: ReadonlyMap<number, ShipmentFacts>): Review[] {
  const base = facts.get(group.base);
  if (!base) return [];
  const seenOf = (id: number) => group.seen.get(id) ?? '';
  const members = group.members.flatMap(({ id, reason }) => {
    const found = facts.get(id);
    return found ? [{ ...found, reason: reason && storedReason(reason), seen: seenOf(id) }] : [];
  });
  const differing = differingParts([base, ...members]);
  return [
    {
      baseShipmentId: group.base,
      rows: [{ ...base, reason: null, seen: seenOf(group.base) }, ...members],
      differing,
    },
  ];
}

const storedReason = (reason: Reason) =>
  bundleReason(bundleRules[reason.rule].number, reason.values);

/** Keyset paging of what the plan has in memory anyway, newest on top. */
function pageOfList<Item>(
  items: readonly Item[],
  request: PageRequest,
  keyOf: (item: Item) => [orderedAtMs: number, id: number],
): Page<Item> {
  const compare = ([atA, idA]: readonly unknown[], [atB, idB]: readonly unknown[]) =>
    Number(atB) - Number(atA) || Number(idB) - Number(idA);
  const sorted = [...items].sort((a, b) => compare(keyOf(a), keyOf(b)));
  const reading = readsBackwards(request) ? sorted.reverse() : sorted;
  const direction = readsBackwards(request) ? -1 : 1;
  const beyond = reading.filter(
    (item) => !('key' in request) || direction * compare(keyOf(item), request.key) > 0,
  );
  return pageOf(beyond, items.length, request, keyOf);
}

async function outsideOf(tx: Tx, ctx: Ctx, period: Period): Promise<BundleScreen['outside']> {
  const ready = (ordered: SQL) => sql`
    select ordered_at from shipments
    where mall_id = ${ctx.mallId} and is_open and stage = 'ready' and not is_history and ${ordered}`;
  const found = await oneRow<{ count: number; from: string | null; to: string | null }>(
    tx,
    sql`
    select count(*)::int as count, min(ordered_at) as from, max(ordered_at) as to
    from (${ready(sql`ordered_at < ${period.from.toISOString()}`)}
      union all ${ready(sql`ordered_at >= ${period.until.toISOString()}`)}) as outside`,
  );
  const day = (at: string | null) => koreanDay(at === null ? ctx.now : new Date(at));
  const to = found.to && new Date(found.to) > ctx.now ? found.to : null;
  return { count: found.count, from: day(found.from), to: day(to) };
}

async function variantsOf(tx: Tx, ctx: Ctx, page: BundleScreen['page']) {
  if (page.tab !== 'leftOut') return {};
  const named = page.rows.map(({ reason }) => partnersReason(reason) ?? reason);
  return variantNames(
    tx,
    ctx,
    named.flatMap(({ values }) => values.variant ?? []),
  );
}
