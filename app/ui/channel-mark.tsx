import type { ChannelChoice } from '@/lib/shipments/channels';

type Mark = ChannelChoice['mark'];

/** A channel as lists show it: its market's mark before its name, or the name's first letter. */
export function ChannelName({ name, mark }: { name: string; mark: Mark }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      <ChannelMark mark={{ ...mark, text: mark.text || name.trim().slice(0, 1) }} />
      {name}
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
