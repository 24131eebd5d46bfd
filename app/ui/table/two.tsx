import type { ReactNode } from 'react';

/** Two columns that belong together, one above the other: a row fits a screen of 1280 px. */
export function Two({ upper, lower }: { upper: ReactNode; lower: ReactNode }) {
  return (
    <span className="grid leading-snug">
      <span>{upper}</span>
      <span className="text-muted">{lower}</span>
    </span>
  );
}

/** The same of texts, each cut where its `text` column ends. */
export function TwoTexts({ upper, lower }: { upper: string; lower: string }) {
  return (
    <span className="grid leading-snug">
      <span className="truncate" title={upper}>
        {upper}
      </span>
      <span className="truncate text-muted" title={lower}>
        {lower}
      </span>
    </span>
  );
}
