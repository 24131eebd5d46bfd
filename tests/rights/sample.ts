import type { z } from 'zod';

type Schema = z.core.$ZodTypes;

const texts = [
  'abcdefghijkl',
  '2026-03-02',
  '2026-03-02T09:30',
  '2026-03-02T00:30:00Z',
  'someone@example.test',
  'https://shop.example.test/',
  '010-0000-0000',
  '1',
  '00:30',
  '/orders',
  'ship_by',
  'all',
  '',
];

/** Some input that a schema takes, in which every number, and every text that can be, is this one. */
export function sampleOf(given: z.core.$ZodType, id: number): unknown {
  const schema = given as Schema;
  const def = schema._zod.def as Schema['_zod']['def'];
  switch (def.type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(def.shape).map(([name, field]) => [name, sampleOf(field, id)]),
      );
    case 'array':
      return fitting(schema, [[sampleOf(def.element, id)], []]);
    case 'tuple':
      return def.items.map((item) => sampleOf(item, id));
    case 'union':
      return fitting(
        schema,
        def.options.map((option) => sampleOf(option, id)),
      );
    case 'enum':
      return Object.values(def.entries)[0];
    case 'literal':
      return def.values[0];
    case 'number':
    case 'bigint':
      return fitting(schema, [id, 0, 1, 10, 30, 100]);
    case 'string':
      return fitting(schema, [String(id).padStart(8, '0'), ...texts]);
    case 'boolean':
      return true;
    case 'date':
      return new Date('2026-03-02T00:30:00Z');
    case 'record':
      return {};
    case 'optional':
    case 'nullable':
    case 'default':
    case 'prefault':
    case 'catch':
    case 'readonly':
    case 'nonoptional':
      return fitting(schema, [sampleOf(def.innerType, id), undefined, null]);
    case 'pipe':
      return fitting(schema, [sampleOf(def.in, id), sampleOf(def.out, id)]);
    default:
      return undefined;
  }
}

/** The first that passes alone; the first of all where only its surroundings decide. */
function fitting(schema: Schema, candidates: unknown[]): unknown {
  return candidates.find((candidate) => passes(schema, candidate)) ?? candidates[0];
}

function passes(schema: Schema, candidate: unknown): boolean {
  return (schema as unknown as z.ZodType).safeParse(candidate).success;
}
