import { sql } from 'drizzle-orm';
import { rows } from '@/db/rows';
import { inMall } from '@/lib/context';
import { grouped } from '@/lib/grouped';
import type { JournalRow } from '@/lib/practice/control';
import type { Shop } from './practice-shop';

/** What became of one marketplace's pushes, as we say it and as its journal does. */
export type Verdict = {
  marketplace: string;
  pushes: number;
  done: number;
  failed: number;
  unknown: number;
  /** Neither done nor given up. */
  open: number;
  /** Lines that the marketplace accepted, and those it accepted more than once. */
  accepted: number;
  twice: number;
  /** We say done, the journal knows nothing of this number. */
  unheard: number;
  /** We say failed, and the marketplace has it all the same. */
  denied: number;
};

type Push = { marketplace: string; state: string; orderNo: string; waybillNo: string };

export async function judge(shop: Shop): Promise<Verdict[]> {
  const pushes = grouped(await seePushes(shop), (push) => push.marketplace);
  const journal = grouped(await accepted(shop), (row) => row.marketplace as string);
  return [...pushes].map(([marketplace, own]) =>
    verdictOn(marketplace, own, journal.get(marketplace) ?? []),
  );
}

export async function accepted({ control }: Pick<Shop, 'control'>): Promise<JournalRow[]> {
  const journal = await control.journal();
  return journal.filter(({ kind }) => kind === 'ship' || kind === 'change_waybill');
}

function verdictOn(marketplace: string, pushes: Push[], journal: JournalRow[]): Verdict {
  const told = journal.flatMap(({ shop, orderNo, lineKeys }) =>
    lineKeys.map((key) => `${shop} ${orderNo} ${key}`),
  );
  const numbers = new Set(journal.map(({ orderNo, waybillNo }) => `${orderNo} ${waybillNo}`));
  const heard = ({ orderNo, waybillNo }: Push) => numbers.has(`${orderNo} ${waybillNo}`);
  const of = (state: string) => pushes.filter((push) => push.state === state);
  const [done, failed, unknown] = [of('done'), of('failed'), of('unknown')];
  return {
    marketplace,
    pushes: pushes.length,
    done: done.length,
    failed: failed.length,
    unknown: unknown.length,
    open: pushes.length - done.length - failed.length - unknown.length,
    accepted: new Set(told).size,
    twice: told.length - new Set(told).size,
    unheard: done.filter((push) => !heard(push)).length,
    denied: failed.filter(heard).length,
  };
}

function seePushes(shop: Shop): Promise<Push[]> {
  const ctx = shop.ctx();
  return inMall(ctx, (tx) =>
    rows<Push>(
      tx,
      sql`
      select channel.marketplace, push.state, orders.order_no as "orderNo",
        push.waybill_no as "waybillNo"
      from pushes push
      join channels channel on channel.mall_id = push.mall_id and channel.id = push.channel_id
      join orders on orders.mall_id = push.mall_id and orders.id = push.order_id
      where push.mall_id = ${ctx.mallId} order by channel.id, push.id`,
    ),
  );
}

export async function openPushes(shop: Shop): Promise<number> {
  const ctx = shop.ctx();
  const found = await inMall(ctx, (tx) =>
    rows<{ open: number }>(
      tx,
      sql`
      select count(*)::int as open from pushes
      where mall_id = ${ctx.mallId} and state in ('waiting', 'sending')`,
    ),
  );
  return found[0]?.open ?? 0;
}
