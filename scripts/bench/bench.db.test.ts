import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { migrate } from '@/db/migrate';
import { currentTransaction, readChanges } from './changes';
import { type Databases, databasesOf, onPool } from './databases';
import { floorOf, replay } from './floor';
import { measure } from './measure';
import { differingTables } from './same-rows';
import { measureScreens } from './screens/measure-screens';
import { jsonOf } from './table';

const prefix = `bench_${randomBytes(4).toString('hex')}`;
let databases: Databases;

beforeAll(async () => {
  databases = databasesOf(inject('databaseServerUrl'), `${prefix}_floor`);
  await databases.create('before');
  await onPool(databases.urlOf('before'), async (pool) => {
    await pool.unsafe(`
      create table things (mall_id bigint, id bigint, name text, kinds text[], detail jsonb,
        doubled bigint generated always as (id * 2) stored, primary key (mall_id, id));
      create table notes (mall_id bigint, values bigint[]);
      insert into things select 1, n, 'thing ' || n, '{}', null from generate_series(1, 100) as n`);
  });
  await databases.copy('before', 'after');
});
afterAll(() => databases.dropAll());

it('writes what a stage left, whatever stands in it, and tells when it did not', async () => {
  const after = databases.urlOf('after');
  const changes = await onPool(after, async (pool) => {
    const since = await currentTransaction(pool);
    await pool.unsafe(`
      update things set name = nullif(name, 'thing 7'), kinds = array['가', 'b,"c'] where id < 20;
      update things set detail = '{"a": [1, "나"]}' where id = 50;
      update things set name = name where id = 60;
      insert into things values (1, 1000, '', null, 'null'), (2, 1, 'x', '{}', '{}');
      insert into notes values (1, '{1,2}'), (1, '{}'), (1, null)`);
    return onPool(databases.urlOf('before'), (before) => readChanges(before, pool, since));
  });
  const differing = (given: typeof changes) =>
    databases.onCopy('before', (url) =>
      onPool(url, async (pool) => {
        await replay(pool, floorOf(given));
        return onPool(after, (expected) => differingTables(pool, expected));
      }),
    );
  expect(await differing(changes)).toEqual([]);
  expect(await differing(changes.filter(({ table }) => table !== 'notes'))).toEqual(['notes']);
  for (const change of changes) change.changed.columns = change.changed.columns.slice(0, -1);
  expect(await differing(changes)).toEqual(['things']);
});

it('measures the whole line beside its floors, for people and for programs', async () => {
  const told: string[] = [];
  const result = await measure(inject('databaseServerUrl'), {
    orders: 300,
    runs: 1,
    prefix,
    migrate,
    tell: (progress) => told.push(progress),
  });
  const { stages, total, simulationSeconds, peakMemoryMb } = JSON.parse(jsonOf(result));
  const names = ['insert', 'match', 'bundle', 'allocate', 'waybill', 'ship'];
  expect(told).toEqual(names.map((name) => `${name}: invariants hold`));
  expect(stages.map((stage: { name: string }) => stage.name)).toEqual(names);
  for (const { name, seconds, floorSeconds, ...rest } of stages) {
    expect(Math.min(seconds, floorSeconds), name).toBeGreaterThan(0);
    expect(rest).toEqual({ ordersPerSecond: 300 / seconds, ratio: seconds / floorSeconds });
  }
  const seconds = stages.reduce(
    (sum: number, stage: { seconds: number }) => sum + stage.seconds,
    0,
  );
  expect(total).toEqual({ seconds, ordersPerSecond: 300 / seconds });
  expect(simulationSeconds).toBeGreaterThan(0);
  expect(peakMemoryMb).toBeGreaterThan(30);
  const { longestLock } = result;
  expect(names).toContain(longestLock.stage);
  expect(longestLock.seconds).toBeGreaterThan(0);
}, 180_000);

it('looks at every screen of a mall with a past', async () => {
  const past = { shipments: 600, open: 300 };
  const looks = await measureScreens(inject('databaseServerUrl'), past, {
    prefix,
    repeats: 1,
    tell: () => {},
  });
  const names = looks.map((look) => look.name);
  for (const stage of ['collect', 'match', 'bundle', 'allocate', 'invoice', 'ship'])
    expect(names.some((name) => name.startsWith(stage))).toBe(true);
  expect(Math.min(...looks.map((look) => look.p95Ms))).toBeGreaterThan(0);
}, 120_000);
