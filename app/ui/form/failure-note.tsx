'use client';

import { useEffect, useRef } from 'react';
import { useFormState } from './form-state';

/** What went wrong, where a screen reader hears it at once; below a long list it comes into view. */
export function FailureNote({ message }: { message: string | undefined }) {
  const note = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (message) note.current?.scrollIntoView({ block: 'nearest' });
  }, [message]);
  return (
    <div ref={note} role="alert" className="empty:hidden">
      {message && (
        <p className="whitespace-pre-line rounded-md bg-bad-soft px-3 py-2 text-bad" data-failure>
          {message}
        </p>
      )}
    </div>
  );
}

/** The failure of the form around it. */
export function FormFailure() {
  return <FailureNote message={useFormState().failure} />;
}
