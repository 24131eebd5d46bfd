import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { vi } from 'vitest';
import type { z } from 'zod';
import type { Action } from '@/lib/action';
import type { Role } from '@/lib/context';
import { requestOf } from './request';
import { sampleOf } from './sample';

/** Everything of the tree that a browser can call, so that a new one cannot be forgotten. */

export type KnownAction = {
  file: string;
  spec: { name: string; role: Role; schema: z.ZodType; reads?: boolean };
  /** Concerns the person alone, in whatever mall. */
  isOwn: boolean;
  call: Action;
};

type Handler = (request: Request, context: { params: Promise<unknown> }) => Promise<Response>;

/**
 * Answer to somebody who is no member: how to sign in, the clock that has a key of its own, and
 * whether the database works.
 */
const OPEN_ROUTES = [
  'app/api/auth/[...nextauth]/route.ts',
  'app/api/cron/collect/route.ts',
  'app/api/health/route.ts',
];

const idParams = ['id', 'upload', 'run', 'load', 'channel', 'export', 'order', 'shipment', 'count'];

/** Every action with the rules that stand before it. */
export async function knownActions(): Promise<KnownAction[]> {
  const specs = new Map<unknown, Pick<KnownAction, 'spec' | 'isOwn'>>();
  vi.doMock('@/lib/action', async (original) => {
    const real = await original<typeof import('@/lib/action')>();
    return {
      ...real,
      action: (...given: Parameters<typeof real.action>) => {
        const made = real.action(...given);
        specs.set(made, { spec: given[0], isOwn: false });
        return made;
      },
      ownAction: (...given: Parameters<typeof real.ownAction>) => {
        const made = real.ownAction(...given);
        specs.set(made, { spec: { ...given[0], role: 'viewer' }, isOwn: true });
        return made;
      },
    };
  });
  const known: KnownAction[] = [];
  for (const file of actionFiles()) {
    for (const call of Object.values(await exportsOf(file))) {
      const rules = specs.get(call);
      if (!rules) throw new Error(`${file} exports something that no rule guards.`);
      known.push({ file, ...rules, call: call as Action });
    }
  }
  return known;
}

/** Input that an action takes, in which every number is this id. */
export const inputOf = ({ spec }: KnownAction, id: number, mallId: number) => ({
  ...(sampleOf(spec.schema, id) as object),
  mallId,
});

/** Every handler of every route, asked with this id wherever a route may read one. */
export async function walkRoutes<Seen>(
  look: (answer: Response) => Seen | Promise<Seen>,
  { method, mallId, id }: { method?: string; mallId: number; id: number },
): Promise<{ file: string; seen: Seen }[]> {
  const query = Object.fromEntries(idParams.map((name) => [name, String(id)]));
  const found: { file: string; seen: Seen }[] = [];
  const routes = filesUnder('app').filter((file) => /\/route\.tsx?$/.test(file));
  for (const file of routes.filter((name) => !OPEN_ROUTES.includes(name))) {
    const handlers = Object.entries(await exportsOf(file)).filter(([name]) =>
      method ? name === method : /^[A-Z]+$/.test(name),
    );
    for (const [name, handler] of handlers) {
      const context = { params: Promise.resolve({ id: String(id) }) };
      const answer = await (handler as Handler)(requestOf(name, mallId, query), context);
      found.push({ file, seen: await look(answer) });
    }
  }
  return found;
}

export const pageFiles = () =>
  filesUnder('app/(signed-in)').filter((file) => /\/(page|layout)\.tsx$/.test(file));

export async function exportsOf(file: string): Promise<Record<string, unknown>> {
  return import(/* @vite-ignore */ path.resolve(file));
}

const actionFiles = () =>
  filesUnder('app')
    .filter((file) => /\.tsx?$/.test(file))
    .filter((file) => /^['"]use server['"]/.test(readFileSync(file, 'utf8')));

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(folder, name))
    .sort();
}
