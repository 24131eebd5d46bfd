import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { migrate, migrationsFolder } from './migrate';
import { createDatabase, withDatabase } from './testing';

const NAME = `test_old_answers_${process.pid}`;
const BEFORE = '0030_acknowledgement_without_an_address';

let older: string;
let url: string;

beforeAll(async () => {
  const serverUrl = inject('databaseServerUrl');
  await createDatabase(serverUrl, NAME);
  url = withDatabase(serverUrl, NAME);
  older = await mkdtemp(path.join(tmpdir(), 'moa-migrations-'));
  await cp(migrationsFolder, older, { recursive: true });
  const file = path.join(older, 'meta', '_journal.json');
  const journal: { entries: { tag: string }[] } = JSON.parse(await readFile(file, 'utf8'));
  const last = journal.entries.findIndex(({ tag }) => tag === BEFORE);
  expect(last).toBeGreaterThan(0);
  await writeFile(
    file,
    JSON.stringify({ ...journal, entries: journal.entries.slice(0, last + 1) }),
  );
});
afterAll(async () => {
  await rm(older, { recursive: true, force: true });
  const pool = postgres(inject('databaseServerUrl'), { max: 1 });
  await pool.unsafe(`drop database ${NAME} with (force)`);
  await pool.end();
});

it('what channels were told of cancels before answers were rows of work is kept', async () => {
  await migrate(url, 'moa_app', older);
  const pool = postgres(url, { max: 1 });
  await pool`set session_replication_role = replica`;
  await pool`
    insert into claims (mall_id, channel_id, order_line_id, claim_no, kind, state, qty, reason,
      requested_at, read_at, raw, decided_at, decided_by, answer, answer_verb, answer_message)
    select 1, 7, line, claim_no, 'cancel', state, 1, '', '2026-11-01', '2026-11-01', '{}',
      decided_at::timestamptz, decided_by, answer,
      case when answer <> 'none' then 'approve' end, message
    from (values
      (1, 'C1', 'done', '2026-11-02', 5, 'done', ''),
      (2, 'C1', 'done', '2026-11-02', 5, 'done', ''),
      (3, 'C2', 'requested', null, null, 'sending', ''),
      (4, 'C3', 'requested', null, null, 'failed', '이미 발송되었습니다.'),
      (5, 'C4', 'requested', null, null, 'unknown', ''),
      (6, 'C5', 'requested', null, null, 'none', '')
    ) as old (line, claim_no, state, decided_at, decided_by, answer, message)`;
  await pool`reset session_replication_role`;

  await migrate(url, 'moa_app');
  const kept = await pool`
    select claim_no, verb, state, asked_at is not null as "isHeard", answer_message as message,
      requested_by::int as "requestedBy", finished_at is not null as "isOver"
    from claim_answers order by claim_no`;
  const claims = await pool`select count(*)::int as count from claims`;
  await pool.end();
  const answer = { verb: 'approve_cancel', isHeard: true, message: '', requestedBy: null };
  expect([...kept]).toEqual([
    { ...answer, claim_no: 'C1', state: 'done', requestedBy: 5, isOver: true },
    { ...answer, claim_no: 'C2', state: 'queued', isOver: false },
    { ...answer, claim_no: 'C3', state: 'failed', message: '이미 발송되었습니다.', isOver: true },
    { ...answer, claim_no: 'C4', state: 'unknown', isOver: true },
  ]);
  expect([...claims]).toEqual([{ count: 6 }]);
});
