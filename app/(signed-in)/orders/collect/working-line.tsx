import type { ReactNode } from 'react';

type WorkingLineProps = { title: string; children: ReactNode };

/**
 * What goes on channel by channel, in a line or two: the list above it is what people work with. At
 * the foot of the window, so that nothing moves when it comes.
 */
export function WorkingLine({ title, children }: WorkingLineProps) {
  return (
    <section
      className="panel flex max-h-14 gap-4 overflow-y-auto px-3 py-1.5 shadow-lg"
      aria-label={title}
    >
      <h2 className="flex-none font-semibold">{title}</h2>
      <ul className="flex flex-wrap items-center gap-x-5 gap-y-1">{children}</ul>
    </section>
  );
}
