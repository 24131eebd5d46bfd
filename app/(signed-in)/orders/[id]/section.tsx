import type { ReactNode } from 'react';

type SectionProps = { title: ReactNode; aside?: ReactNode; children: ReactNode; label: string };

/** A part of the order page under its own heading. */
export function Section({ title, aside, children, label }: SectionProps) {
  return (
    <section className="panel" aria-label={label}>
      <header className="flex min-h-10 flex-wrap items-center gap-2 border-line border-b px-3 py-1">
        <h2 className="font-semibold">{title}</h2>
        {aside}
      </header>
      {children}
    </section>
  );
}
