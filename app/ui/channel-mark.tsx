import type { ChannelChoice } from '@/lib/shipments/lists/channels';

export type Mark = ChannelChoice['mark'];

/** Narrow beside a dozen columns, tight beside more than those. */
export type Room = keyof typeof widths;

const widths = { narrow: 'max-w-[112px]', tight: 'max-w-[92px]' };

/**
 * A channel as lists show it: its market's mark before its name, or the name's first letter. With
 * little room it has its own width up to a limit, so that other columns have what is left.
 */
export function ChannelName({ name, mark, room }: { name: string; mark: Mark; room?: Room }) {
  const drawn = <ChannelMark mark={{ ...mark, text: mark.text || name.trim().slice(0, 1) }} />;
  if (!room)
    return (
      <span className="inline-flex items-center gap-1.5">
        {drawn}
        {name}
      </span>
    );
  return (
    <span className={`block truncate 2xl:max-w-[220px] ${widths[room]}`} title={name}>
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
