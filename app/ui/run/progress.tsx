import { formatNumber } from '../format';

type ProgressProps = {
  label: string;
  done: number;
  /** Null while nobody knows how many there are. */
  total: number | null;
  active: boolean;
  /** What else to say of it: "신규 12 · 갱신 3". */
  detail?: string;
};

/** How far a piece of work is. The screen puts one LiveRefresh beside all that go on. */
export function Progress({ label, done, total, active, detail }: ProgressProps) {
  return (
    <div className="grid gap-1">
      <div className="flex items-baseline gap-2">
        <span>{label}</span>
        {detail && <span className="text-muted text-xs">{detail}</span>}
        <span className="numeric ml-auto text-muted">
          {formatNumber(done)}
          {total !== null && ` / ${formatNumber(total)}`}
        </span>
      </div>
      <progress
        aria-label={label}
        value={active && total === null ? undefined : done}
        max={total ?? Math.max(1, done)}
        className="progress"
      />
    </div>
  );
}
