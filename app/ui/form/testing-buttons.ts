import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export type DrawnElement = { file: string; source: string };

/** Every place in the screens where such an element is drawn, with what stands in it. */
export function elementsDrawn(tag: 'ActionButton' | 'ActionForm'): DrawnElement[] {
  return readdirSync('app', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.tsx') && !name.startsWith(path.join('ui', 'form')))
    .flatMap((name) => {
      const file = path.join('app', name);
      const [, ...opened] = readFileSync(file, 'utf8').split(`<${tag}`);
      return opened.map((rest) => ({ file, source: rest.split(`</${tag}>`)[0] ?? '' }));
    });
}

/** The action it calls, where it names one. */
export const actionOf = ({ source }: DrawnElement) => /action=\{(\w+)\}/.exec(source)?.[1];
