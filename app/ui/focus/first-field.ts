const FIELDS = ':is(input:not([type=hidden]), select, textarea):not(:disabled)';

/**
 * For `onOpenAutoFocus` of a dialog: the focus goes to its first field, and without one to the dialog
 * itself, where neither a space nor a scanner's Enter presses anything.
 */
export function focusFirstField(event: Event): void {
  const dialog = event.currentTarget as HTMLElement;
  const fields = dialog.querySelectorAll<HTMLElement>(FIELDS);
  const field = [...fields].find((each) => each.checkVisibility() && each.tabIndex >= 0);
  event.preventDefault();
  (field ?? dialog).focus();
  if (field instanceof HTMLInputElement) field.select();
}

export function focusItself(event: Event): void {
  event.preventDefault();
  (event.currentTarget as HTMLElement).focus();
}
