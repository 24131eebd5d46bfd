import { readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { screens, settings } from './screens';

it('every page that is not of one thing alone is among the screens to go to', () => {
  const pages = readdirSync('app/(signed-in)', { recursive: true, encoding: 'utf8' })
    .filter((file) => path.basename(file) === 'page.tsx' && !file.includes('['))
    .map((file) => path.dirname(file).split(path.sep))
    .map((steps) => `/${steps.filter((step) => !/^(\.|\(.*\))$/.test(step)).join('/')}`);
  const named = [...screens, ...settings].map(({ href }) => href.split('?')[0]);
  expect([...new Set(named)].sort()).toEqual(pages.sort());
});
