/**
 * What a form sends, as a plain object. `lines.0.qty` nests, `ids[]` gathers, an empty field is one
 * not given (so that `z.coerce.number()` does not read it as 0).
 */
export function formInput(form: FormData): Record<string, unknown> {
  const root: Tree = new Map();
  for (const [name, value] of form) {
    if (value === '' || name.startsWith('$ACTION')) continue;
    if (name.endsWith('[]')) gather(root, name.slice(0, -2), value);
    else place(root, name.split('.'), value);
  }
  return plain(root) as Record<string, unknown>;
}

type Tree = Map<string, Tree | FormDataEntryValue | FormDataEntryValue[]>;

function gather(root: Tree, name: string, value: FormDataEntryValue) {
  const gathered = root.get(name);
  if (Array.isArray(gathered)) gathered.push(value);
  else root.set(name, [value]);
}

function place(tree: Tree, [step = '', ...rest]: string[], value: FormDataEntryValue) {
  if (rest.length === 0) {
    tree.set(step, value);
    return;
  }
  const below = tree.get(step);
  const branch: Tree = below instanceof Map ? below : new Map();
  tree.set(step, branch);
  place(branch, rest, value);
}

/** Branches named 0, 1, 2 … are a list, in that order, without holes. */
function plain(value: Tree | FormDataEntryValue | FormDataEntryValue[]): unknown {
  if (!(value instanceof Map)) return value;
  const entries = [...value].map(([name, below]) => [name, plain(below)] as const);
  if (entries.length === 0 || !entries.every(([name]) => /^\d+$/.test(name))) {
    return Object.fromEntries(entries);
  }
  return entries.sort(([a], [b]) => Number(a) - Number(b)).map(([, below]) => below);
}
