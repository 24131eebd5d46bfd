'use client';

import type { MouseEvent, ReactNode } from 'react';

/** Around a table whose rows each hold a link with `data-opens-row`: a click anywhere in the row follows it. */
export function RowOpener({ children }: { children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: by keyboard the link itself opens it
    <div onClick={open}>{children}</div>
  );
}

/** What has a meaning of its own keeps it, and a row can be marked to copy from it. */
function open({ target }: MouseEvent) {
  if (!(target instanceof Element) || target.closest('a, button, input, label')) return;
  if (getSelection()?.isCollapsed === false) return;
  target.closest('tr')?.querySelector<HTMLElement>('[data-opens-row]')?.click();
}
