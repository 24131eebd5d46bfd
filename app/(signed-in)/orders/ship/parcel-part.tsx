import type { ReactNode } from 'react';

export function Part({
  title,
  hint,
  children,
}: {
  title: string;
  hint: string;
  children: ReactNode;
}) {
  return (
    <section className="grid gap-2 border-line border-t pt-4" aria-label={title}>
      <h3>{title}</h3>
      <p className="text-muted">{hint}</p>
      {children}
    </section>
  );
}
