import type postgres from 'postgres';

/** What this machine's database does at best in this run: the measure that travels between machines. */
export type Yardstick = { insertedRowsPerSecond: number; updatedRowsPerSecond: number };

const ROWS = 200_000;

export async function measureYardstick(pool: postgres.Sql): Promise<Yardstick> {
  await pool`create table yardstick (id bigint primary key, qty integer not null) with (fillfactor = 50)`;
  const inserted = await secondsOf(
    () => pool`insert into yardstick select n, 0 from generate_series(1, ${ROWS}) as n`,
  );
  const updated = await secondsOf(() => pool`update yardstick set qty = qty + 1`);
  await pool`drop table yardstick`;
  return { insertedRowsPerSecond: ROWS / inserted, updatedRowsPerSecond: ROWS / updated };
}

async function secondsOf(work: () => PromiseLike<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return (performance.now() - startedAt) / 1000;
}
