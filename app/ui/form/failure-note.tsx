'use client';

import { useFormState } from './form-state';

/** What went wrong, where a screen reader hears it at once. */
export function FailureNote({ message }: { message: string | undefined }) {
  return (
    <div role="alert" className="empty:hidden">
      {message && (
        <p className="rounded-md bg-bad-soft px-3 py-2 text-bad" data-failure>
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
