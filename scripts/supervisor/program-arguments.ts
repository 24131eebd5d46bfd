import path from 'node:path';
import type { ProgramName } from './programs';

/** Starts a bundled program, whose errors name the sources; whoever started us has said where it lies. */
export function programArguments(name: ProgramName): string[] {
  const directory = process.env.MOA_PROGRAMS;
  if (!directory) throw new Error('MOA_PROGRAMS is not set.');
  return ['--enable-source-maps', path.join(directory, `${name}.js`)];
}
