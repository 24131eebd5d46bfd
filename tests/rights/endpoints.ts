import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Every file of the tree that a browser can call, so that a new one cannot be forgotten. */
export function actionFiles(): string[] {
  return filesUnder('app')
    .filter((file) => /\.tsx?$/.test(file))
    .filter((file) => /^['"]use server['"]/.test(readFileSync(file, 'utf8')));
}

export function routeFiles(): string[] {
  return filesUnder('app').filter((file) => /\/route\.tsx?$/.test(file));
}

export async function exportsOf(file: string): Promise<Record<string, unknown>> {
  return import(/* @vite-ignore */ path.resolve(file));
}

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(folder, name))
    .sort();
}
