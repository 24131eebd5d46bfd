import { plainFileName } from './file-name';

/** Makes a browser save an answer under this name, Korean letters included. */
export function attachment(name: string): string {
  return `attachment; ${named(name)}`;
}

/** Shows an answer in the browser; saved from there, it has this name. */
export function inline(name: string): string {
  return `inline; ${named(name)}`;
}

function named(given: string): string {
  const name = plainFileName(given);
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const encoded = encodeURIComponent(name).replace(/['()*]/g, hexEscape);
  return `filename="${plain}"; filename*=UTF-8''${encoded}`;
}

function hexEscape(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}
