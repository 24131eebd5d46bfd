import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type Module, type ModuleItem, parseSync } from '@swc/core';
import { describe, expect, it } from 'vitest';

/** Each export of a "use server" file is a public endpoint: these are the ones not made by `action`. */
function unwrapped(source: string): string[] {
  const module = parseSync(source, { syntax: 'typescript', tsx: true });
  const wrappers = localNamesOfWrappers(module);
  return module.body.filter(isExport).flatMap((item) => offendersOf(item, wrappers));
}

function offendersOf(item: ModuleItem, wrappers: readonly string[]): string[] {
  if (item.type !== 'ExportDeclaration') return [item.type];
  const { declaration } = item;
  if (declaration.type.startsWith('Ts')) return [];
  if (declaration.type !== 'VariableDeclaration') return [declaration.type];
  return declaration.declarations
    .filter(({ init }) => !(init?.type === 'CallExpression' && isNamed(init.callee, wrappers)))
    .map(({ id }) => (id.type === 'Identifier' ? id.value : id.type));
}

const isExport = (item: ModuleItem) => item.type.startsWith('Export');

const isNamed = (callee: { type: string }, names: readonly string[]) =>
  callee.type === 'Identifier' && 'value' in callee && names.includes(String(callee.value));

function localNamesOfWrappers(module: Module): string[] {
  return module.body.flatMap((item) => {
    if (item.type !== 'ImportDeclaration' || item.source.value !== '@/lib/action') return [];
    return item.specifiers.flatMap((specifier) => {
      if (specifier.type !== 'ImportSpecifier') return [];
      const { value } = specifier.imported ?? specifier.local;
      return ['action', 'ownAction'].includes(value) ? specifier.local.value : [];
    });
  });
}

function isServerFile(source: string): boolean {
  const [first] = parseSync(source, { syntax: 'typescript', tsx: true }).body;
  return (
    first?.type === 'ExpressionStatement' &&
    first.expression.type === 'StringLiteral' &&
    first.expression.value === 'use server'
  );
}

function sourcesUnder(folder: string): { name: string; source: string }[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name))
    .map((name) => ({
      name: path.join(folder, name),
      source: readFileSync(path.join(folder, name), 'utf8'),
    }));
}

const mentions = /['"]use server['"]/;

describe('"use server" files', () => {
  const sources = ['app', 'lib']
    .flatMap(sourcesUnder)
    .filter(({ source }) => mentions.test(source));

  it('export nothing but actions made by the wrapper', () => {
    const offenders = sources
      .map(({ name, source }) => ({ name, exports: unwrapped(source) }))
      .filter(({ exports }) => exports.length > 0);
    expect(offenders).toEqual([]);
  });

  it('are whole files: no function elsewhere is an endpoint of its own', () => {
    expect(sources.filter(({ source }) => !isServerFile(source)).map(({ name }) => name)).toEqual(
      [],
    );
  });

  const file = (body: string) => `'use server';\nimport { action } from '@/lib/action';\n${body}`;

  it.each([
    ['a bare function', 'export async function ship() {}', ['FunctionDeclaration']],
    ['a bare arrow', 'export const ship = async () => {};', ['ship']],
    ['another wrapper', 'const wrap = (f) => f;\nexport const ship = wrap(action);', ['ship']],
    ['a default export', 'export default action({}, run);', ['ExportDefaultExpression']],
    ['a re-export', "export { ship } from './ship';", ['ExportNamedDeclaration']],
    ['one of two', 'export const a = action({}, run), b = run;', ['b']],
  ])('this test notices %s', (_, body, offenders) => {
    expect(unwrapped(file(body))).toEqual(offenders);
  });

  it('this test lets wrapped actions and types pass', () => {
    expect(unwrapped(file('export type A = 1;\nexport const ship = action({}, run);'))).toEqual([]);
  });

  it('a wrapper of the same name from elsewhere is none', () => {
    const source =
      "'use server';\nimport { action } from './mine';\nexport const a = action({}, f);";
    expect(unwrapped(source)).toEqual(['a']);
  });
});
