/** The conditions of the screen's list as they stand in its fields, searched for or not. */
const filterOf = (screen: Document) => screen.querySelector<HTMLFormElement>('form[data-filter]');

/** What a form's fields say, without the empty ones. */
export function filledFields(form: HTMLFormElement): [string, string][] {
  return [...new FormData(form)].filter(
    (field): field is [string, string] => typeof field[1] === 'string' && field[1] !== '',
  );
}

/** The same of the screen's filter; nothing where it has none. */
export function filterFields(): [string, string][] {
  const filter = filterOf(document);
  return filter ? filledFields(filter) : [];
}

/**
 * Adds them to the conditions of a run, several answers to one field as a list, and lets the list
 * follow. False where a field complains.
 */
export function addFilter(conditions: FormData): boolean {
  const filter = filterOf(document);
  if (!filter) return true;
  if (!filter.reportValidity()) return false;
  for (const [name, value] of filledFields(filter)) {
    // What the URL only carries along is the screen's: the run's own fields say it anew.
    if (filter.querySelector(`[data-kept][name="${name}"]`)) continue;
    const isMany = filter.querySelector(`input[type=checkbox][name="${name}"]`) !== null;
    conditions.append(isMany ? `${name}[]` : name, value);
  }
  filter.requestSubmit();
  return true;
}
