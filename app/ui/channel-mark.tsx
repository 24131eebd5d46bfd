import type { ChannelChoice } from '@/lib/shipments/lists/channels';

export type Mark = ChannelChoice['mark'];

/**
 * A channel as lists show it: its market's mark before its name, or the name's first letter. A narrow
 * one has its own width up to a limit, so that other columns have what is left.
 */
export function ChannelName({
  name,
  mark,
  isNarrow = false,
}: {
  name: string;
  mark: Mark;
  isNarrow?: boolean;
}) {
  const drawn = <ChannelMark mark={{ ...mark, text: mark.text || name.trim().slice(0, 1) }} />;
  if (!isNarrow)
    return (
      <span className="inline-flex items-center gap-1.5">
        {drawn}
        {name}
      </span>
    );
  return (
    <span className="block max-w-[112px] truncate 2xl:max-w-[220px]" title={name}>
      {drawn} {name}
    </span>
  );
}

export function ChannelMark({ mark }: { mark: Mark }) {
  return (
    <span
      aria-hidden
      className="inline-grid h-4 min-w-4 flex-none place-items-center rounded-sm px-0.5 font-bold text-[10px] text-white leading-none print:border print:bg-transparent! print:text-ink"
      style={{ background: mark.color }}
    >
      {mark.text}
    </span>
  );
}
