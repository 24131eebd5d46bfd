import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { actionOf, type DrawnElement, elementsDrawn } from './testing-buttons';

/** Nobody below their least role is let in there, so their buttons need not say it again. */
const isGuarded = ({ file }: DrawnElement) => file.startsWith('app/(signed-in)/settings/');

/** The least role of the action that it calls; undefined where another file hands it in. */
function roleOf(element: DrawnElement): string | undefined {
  const name = actionOf(element);
  for (const [, names = '', from = ''] of imports(element.file)) {
    if (!name || !new RegExp(`\\b${name}\\b`).test(names)) continue;
    const place = from.replace(/^@\//, '');
    const file = `${from === place ? path.join(path.dirname(element.file), from) : place}.ts`;
    if (!existsSync(file)) continue;
    const [, spec = ''] = readFileSync(file, 'utf8').split(`export const ${name} = action(`);
    return /role: '(\w+)'/.exec(spec)?.[1];
  }
  return undefined;
}

const imports = (file: string) =>
  readFileSync(file, 'utf8').matchAll(/import \{([^}]*)\} from '([^']+)'/g);

const needOf = ({ source }: DrawnElement) => /needs="(\w+)"/.exec(source)?.[1] ?? 'operator';

it.each(['ActionButton', 'ActionForm'] as const)(
  'lets press by an %s who may, and nobody else',
  (tag) => {
    const known = elementsDrawn(tag).filter((element) => !isGuarded(element) && roleOf(element));
    expect(known.length).toBeGreaterThan(20);
    const differing = known.filter((element) => needOf(element) !== roleOf(element));
    expect(differing.map((element) => `${element.file} ${actionOf(element)}`)).toEqual([]);
  },
);
