import type { ReactNode } from 'react';

type HowManyProps = {
  /** Of the form's array: `pieces.0`. */
  name: string;
  id: { field: string; value: number };
  label: string;
  most: number;
  first: number;
  children: ReactNode;
};

/** How many of one kind of goods a form means, none to all. */
export function HowMany({ name, id, label, most, first, children }: HowManyProps) {
  return (
    <label className="flex items-center gap-2">
      <input type="hidden" name={`${name}.${id.field}`} value={id.value} />
      <input
        type="number"
        name={`${name}.qty`}
        aria-label={label}
        min={0}
        max={most}
        defaultValue={first}
        className="input w-20"
      />
      {children}
    </label>
  );
}
