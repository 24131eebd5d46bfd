import type { ReactNode } from 'react';

/** Why a row is as it is, in one quiet line beside or below what it explains. */
export function WhyText({ children }: { children: ReactNode }) {
  return (
    <span className="text-muted text-xs" data-why>
      {children}
    </span>
  );
}

/** A key of the keyboard: <KeyHint>Enter</KeyHint>. */
export function KeyHint({ children }: { children: ReactNode }) {
  return (
    <kbd className="inline-grid h-[18px] min-w-[18px] place-items-center rounded-sm border border-line-strong border-b-2 bg-paper px-1 text-2xs text-muted">
      {children}
    </kbd>
  );
}

/** Names and values of one thing, in columns. */
export function Facts({ facts }: { facts: { label: string; value: ReactNode }[] }) {
  return (
    <dl className="grid grid-cols-[max-content_1fr] gap-x-4 gap-y-1.5">
      {facts.map((fact) => (
        <div key={fact.label} className="contents">
          <dt className="text-muted">{fact.label}</dt>
          <dd className="numeric">{fact.value}</dd>
        </div>
      ))}
    </dl>
  );
}
