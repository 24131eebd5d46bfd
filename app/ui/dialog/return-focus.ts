'use client';

import { useState } from 'react';

/**
 * For `onCloseAutoFocus` of a dialog: closing gives the focus back to what had it when the dialog
 * opened, or to what has taken its place. Radix does so only for a trigger of its own, and an
 * autofocus inside hides who it was.
 */
export function useReturnFocus(returnTo?: () => Element | null): (event: Event) => void {
  const [opener] = useState(() =>
    typeof document === 'undefined' ? null : document.activeElement,
  );
  return (event) => {
    const place = returnTo?.() ?? opener;
    if (!(place instanceof HTMLElement) || place === document.body) return;
    event.preventDefault();
    place.focus();
  };
}
