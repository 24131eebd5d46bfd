import type { Sql } from './sql';

const LOCK = 7_714_001;

/** What happens on the practice marketplaces outlives their process; nothing of it is the product's. */
export async function createSchema(sql: Sql): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(${LOCK})`;
    await tx.unsafe(TABLES);
  });
}

const TABLES = `
create schema if not exists practice;
create table if not exists practice.shops (
  key text primary key,
  position integer not null,
  marketplace text not null,
  account text not null,
  credentials jsonb not null
);
create table if not exists practice.orders (
  id bigint generated always as identity primary key,
  shop text not null,
  unit_no text not null,
  order_no text not null,
  ordered_at timestamptz not null,
  paid_at timestamptz not null,
  statuses text[] not null,
  document jsonb not null,
  unique (shop, unit_no)
);
create index if not exists orders_no on practice.orders (shop, order_no);
create index if not exists orders_time on practice.orders (shop, ordered_at);
create index if not exists orders_waybill on practice.orders ((document ->> 'invoiceNumber'))
  where document ->> 'invoiceNumber' <> '';
create index if not exists orders_changed
  on practice.orders (shop, (document #>> '{lastChanged,at}'), unit_no)
  where document ? 'lastChanged';
create table if not exists practice.claims (
  claim_no bigint generated always as identity (start with 50230001) primary key,
  shop text not null,
  order_no text not null,
  unit_no text not null,
  status text not null,
  created_at timestamptz not null,
  document jsonb not null
);
create table if not exists practice.tokens (
  kind text not null,
  token text not null,
  shop text not null,
  expires_at timestamptz not null,
  primary key (kind, token)
);
create table if not exists practice.journal (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  marketplace text not null,
  shop text not null,
  kind text not null,
  unit_no text not null,
  order_no text not null,
  line_keys text[] not null,
  courier_code text,
  waybill_no text,
  request jsonb not null,
  answer jsonb not null
);
create table if not exists practice.sequences (
  shop text not null,
  name text not null,
  value bigint not null,
  primary key (shop, name)
);
create table if not exists practice.courier_parcels (
  contract text not null,
  order_key text not null,
  waybill_no text not null unique,
  request jsonb not null,
  issued_at timestamptz not null,
  cancelled_at timestamptz,
  primary key (contract, order_key)
);
create table if not exists practice.courier_journal (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  kind text not null,
  contract text not null,
  order_key text not null,
  waybill_no text not null
);
create table if not exists practice.tracked_parcels (
  courier text not null,
  tracking_no text not null,
  first_asked_at timestamptz not null,
  primary key (courier, tracking_no)
);
create table if not exists practice.faults (
  id bigint generated always as identity primary key,
  marketplace text not null,
  shop text,
  operation text,
  fault text not null,
  remaining integer,
  rate double precision not null,
  milliseconds integer not null
);
`;
