import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runAsked } from './run-asked';

const STAGE = 'lib/allocation';

/** By every way in which a verb of the stage starts a run. */
const ways = readdirSync(STAGE)
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  .flatMap((file) => [
    ...readFileSync(join(STAGE, file), 'utf8').matchAll(/startRun\(.*\{ by: (.*?)[,}]/g),
  ])
  .flatMap(([, way = '']) => [...way.matchAll(/'(\w+)'/g)].map(([, name]) => name ?? ''));

it.each(ways.filter((way) => way !== 'run'))('says what was asked of a run by %s', (by) => {
  const run = { conditions: { by, asked: 2 }, undoesRunId: null };
  expect(runAsked(run)).toEqual({ what: by, asked: 2 });
});

it('says which days a run looked at, and what takes one back', () => {
  const days = { by: 'run', from: '2026-03-01T00:00:00Z', until: '2026-03-02T00:00:00Z' };
  const run = { conditions: { ...days, channelIds: [1, 2] }, undoesRunId: null };
  expect(runAsked(run)).toEqual({
    what: 'days',
    from: days.from,
    lastMoment: new Date('2026-03-01T23:59:59.999Z'),
    channels: 2,
  });
  expect(runAsked({ ...run, undoesRunId: 4 })).toEqual({ what: 'undo' });
});
