'use client';

import { useState } from 'react';
import { outwardFrom, putFocus } from './put-focus';

/**
 * For `onCloseAutoFocus` of a dialog: closing gives the focus back to what had it when the dialog
 * opened, or to the part of the screen in which that stood. Radix does so only for a trigger of its
 * own, and an autofocus inside hides who it was.
 */
export function useReturnFocus(returnTo?: () => Element | null): (event: Event) => void {
  const [openedFrom] = useState(() =>
    typeof document === 'undefined' ? [] : [...outwardFrom(document.activeElement)],
  );
  return (event) => {
    event.preventDefault();
    const place = returnTo?.();
    putFocus(place ? [place, ...openedFrom] : openedFrom);
  };
}
