import type { ReactNode } from 'react';
import type { Tone } from './badge';

/** A sentence that concerns the whole screen: late collection, little disk, a half-done undo. */
export function Notice({
  tone,
  children,
}: {
  tone: Exclude<Tone, 'neutral'>;
  children: ReactNode;
}) {
  return (
    <div
      data-tone={tone}
      role={tone === 'bad' ? 'alert' : 'status'}
      className="rounded-md border border-(--tone)/25 bg-(--tone-soft) px-3 py-2 text-(--tone)"
    >
      {children}
    </div>
  );
}
