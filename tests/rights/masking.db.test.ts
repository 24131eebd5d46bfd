import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { z } from 'zod';
import { rows } from '@/db/rows';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { makeChannel, makeMall } from '@/db/testing-data';
import { type Ctx, inMall } from '@/lib/context';
import { ADDRESS, leaveTraces, NAME, PHONE, tracedOrder } from '@/lib/retention/testing-traces';
import { takeIn } from '@/lib/shipments/intake/testing-intake';
import { textsOf } from './drawn';
import {
  exportsOf,
  inputOf,
  type KnownAction,
  knownActions,
  pageFiles,
  walkRoutes,
} from './endpoints';
import { fillShelves } from './full-mall';
import { callAs, makeMember, type Person, standInForServer } from './request';

type Params = Record<string, string>;
type Page = (props: { params: Promise<Params>; searchParams: Promise<Params> }) => unknown;

const personal = [NAME, PHONE, PHONE.replaceAll('-', ''), ADDRESS];
const wholeYear = { from: '2026-01-01', to: '2026-12-31', size: '100' };
const ids = { id: '1', load: '1', upload: '1', run: '1', order: '1', shipment: '1' };

let database: TestDatabase;
let mall: Ctx;
let masked: Person;
let seeing: Person;
let actions: KnownAction[];
let shapes: Record<string, z.ZodType>[] = [];

beforeAll(async () => {
  standInForServer();
  vi.doMock('@/app/ui/filter/params', async (original) => {
    const real = await original<typeof import('@/app/ui/filter/params')>();
    return {
      ...real,
      readParams: (...given: Parameters<typeof real.readParams>) => {
        shapes.push(given[1] as Record<string, z.ZodType>);
        return real.readParams(...given);
      },
    };
  });
  vi.spyOn(console, 'error').mockImplementation(() => {});
  actions = await knownActions();
  database = await createTestDatabase();
  mall = await makeMall();
  const channelId = await makeChannel(mall);
  await leaveTraces(mall, channelId);
  await fillShelves(mall);
  const near = tracedOrder('B-2');
  for (const line of near.lines) line.recipient.address2 = '2층';
  await takeIn(mall, channelId, [tracedOrder('B-1'), near, tracedOrder('B-3')]);
  masked = await makeMember(mall, 'owner');
  seeing = await makeMember(mall, 'owner', true);
}, 120_000);
afterAll(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  await database.drop();
});

const leaksIn = (text: string) => personal.filter((value) => text.includes(value));

describe('without the right to see personal data', () => {
  it('no page sends a whole name, phone or address, whatever its URL asks', async () => {
    // The walk can see: with the right these pages show people.
    const ofPeople = ['claims', 'history', 'orders/[id]', 'orders/bundle', 'orders/invoice'];
    const endings = ofPeople.map((page) => `/${page}/page.tsx`);
    await callAs(seeing);
    const shown = await pagesThatShow(
      pageFiles().filter((file) => endings.some((ending) => file.endsWith(ending))),
    );
    for (const ending of endings) expect(shown.join(' ')).toContain(ending);
    await callAs(masked);
    expect(await pagesThatShow(pageFiles())).toEqual([]);
  }, 240_000);

  it('no route sends a file or an answer with them', async () => {
    await callAs(masked);
    for (const id of [1, 2, 3, 4, 5, 6]) {
      const answers = await walkRoutes(
        async (answer) => isOfPeople(answer) || leaksIn(await answer.text()).length > 0,
        { method: 'GET', mallId: mall.mallId, id },
      );
      expect(answers.filter(({ seen }) => seen).map(({ file }) => file)).toEqual([]);
    }
    const drawn = await toBeDrawnFor(masked);
    expect(drawn.length).toBeGreaterThan(0);
    expect(drawn.filter((content) => leaksIn(content).length > 0)).toEqual([]);
  });

  it('no action answers with them', async () => {
    await callAs(masked);
    const leaking: string[] = [];
    for (const known of actions) {
      for (const id of [1, 2]) {
        await callAs(masked);
        const answer = await known.call(inputOf(known, id, mall.mallId));
        if (leaksIn(JSON.stringify(answer)).length > 0) leaking.push(known.spec.name);
      }
    }
    expect(leaking).toEqual([]);
  }, 120_000);
});

/** A document that cannot be searched for words, of which every page names a recipient. */
const isOfPeople = (answer: Response) =>
  answer.headers.get('content-type') === 'application/pdf' &&
  (answer.headers.get('content-disposition') ?? '').includes('labels');

/** What the jobs process would write into files for somebody. */
function toBeDrawnFor({ userId }: Person): Promise<string[]> {
  return inMall(mall, async (tx) => {
    const found = await rows<{ text: string }>(
      tx,
      sql`
      select convert_from(string_agg(chunk.bytes, '' order by chunk.chunk_no), 'UTF8') as text
      from drawings drawing
      join file_chunks chunk
        on chunk.mall_id = drawing.mall_id and chunk.file_id = drawing.content_file_id
      where drawing.mall_id = ${mall.mallId} and drawing.requested_by = ${userId}
      group by drawing.id`,
    );
    return found.map(({ text }) => text);
  });
}

async function pagesThatShow(files: string[]): Promise<string[]> {
  const showing: string[] = [];
  for (const file of files) {
    const draw = (await exportsOf(file)).default as Page;
    shapes = [];
    await drawnTexts(draw, wholeYear);
    const asked = [wholeYear, { ...wholeYear, ...ids }, ...choicesOf(shapes)];
    for (const params of asked) {
      const leaks = leaksIn(await drawnTexts(draw, params));
      if (leaks.length > 0) showing.push(`${file} ${new URLSearchParams(params)} ${leaks}`);
    }
  }
  return showing;
}

/** A page that sends its reader elsewhere shows nothing. */
async function drawnTexts(draw: Page, searchParams: Params): Promise<string> {
  const params = Promise.resolve({ id: '1' });
  try {
    return await textsOf(await draw({ params, searchParams: Promise.resolve(searchParams) }));
  } catch (error) {
    if (error instanceof Error && 'digest' in error) return '';
    throw error;
  }
}

/** Each word that some parameter of a page may be, one at a time beside an id of everything. */
function choicesOf(all: Record<string, z.ZodType>[]): Params[] {
  return all.flatMap((shape) =>
    Object.entries(shape).flatMap(([name, schema]) =>
      wordsOf(schema).map((word) => ({ ...wholeYear, ...ids, [name]: word })),
    ),
  );
}

function wordsOf(schema: z.core.$ZodType): string[] {
  const def = (schema as z.core.$ZodTypes)._zod.def;
  if ('innerType' in def) return wordsOf(def.innerType);
  return def.type === 'enum' ? Object.values(def.entries).map(String) : [];
}
