import { getTranslations } from 'next-intl/server';
import type { HoldNotes as NotesByKind } from '@/lib/shipments/holds/hold-notes';
import { Badge, type Tone } from './badge';

/** Every state that a row can show, with its colour; the words are in messages `ui.states`. */
const tones = {
  stage: {
    unmatched: 'warn',
    ready: 'neutral',
    allocated: 'accent',
    invoiced: 'accent',
    shipped: 'good',
    delivered: 'good',
    cancelled: 'neutral',
    absorbed: 'neutral',
  },
  channel: {
    paid: 'warn',
    acknowledged: 'neutral',
    shipping: 'good',
    delivered: 'good',
    confirmed: 'good',
    cancelled: 'bad',
    returned: 'bad',
    exchanged: 'warn',
  },
  hold: {
    operator: 'warn',
    claim: 'bad',
    address_changed: 'warn',
    duplicate: 'warn',
    shipped_by_channel: 'bad',
    cancelled_by_channel: 'bad',
    rematched: 'warn',
    short: 'warn',
    no_address: 'warn',
    relabel: 'warn',
    rule: 'warn',
    apart: 'warn',
  },
  claim: {
    requested: 'bad',
    accepted: 'warn',
    done: 'neutral',
    withdrawn: 'accent',
    rejected: 'neutral',
    settled: 'neutral',
  },
  push: {
    waiting: 'neutral',
    sending: 'accent',
    done: 'good',
    failed: 'bad',
    not_applicable: 'neutral',
    file_waiting: 'warn',
    withdrawn: 'neutral',
    unknown: 'bad',
    stopped: 'warn',
  },
  work: { queued: 'neutral', running: 'accent', done: 'good', failed: 'bad' },
  waybill: { none: 'neutral', issued: 'accent', printed: 'good', error: 'bad' },
} as const satisfies Record<string, Record<string, Tone>>;

type Axis = keyof typeof tones;
type StateOf<A extends Axis> = keyof (typeof tones)[A] & string;

/** A state in its colour. One that this version does not know is shown as it is stored. */
export async function StateBadge<A extends Axis>({
  axis,
  state,
}: {
  axis: A;
  state: StateOf<A> | (string & {});
}) {
  const t = await getTranslations('ui.states');
  const tone = (tones[axis] as Record<string, Tone>)[state];
  const key = `${axis}.${state}` as Parameters<typeof t>[0];
  return <Badge tone={tone}>{tone ? t(key) : state}</Badge>;
}

type HoldBadgesProps = { kinds: readonly string[]; className?: string };

export async function HoldBadges({ kinds, className = '' }: HoldBadgesProps) {
  return (
    <span className={`inline-flex gap-1 ${className}`}>
      {kinds.map((kind) => (
        <StateBadge key={kind} axis="hold" state={kind} />
      ))}
    </span>
  );
}

/** The first reason and how many more, in a list without room to spare; all of them as title. */
export async function ShortHoldBadge({ kinds: [first, ...others] }: { kinds: readonly string[] }) {
  const t = await getTranslations('ui.states.hold');
  if (first === undefined) return null;
  const nameOf = (kind: string) => t(kind as Parameters<typeof t>[0]);
  return (
    <span
      className="badge inline-block max-w-[70px] truncate leading-[18px]"
      data-tone={(tones.hold as Record<string, Tone>)[first]}
      title={[first, ...others].map(nameOf).join(', ')}
    >
      {nameOf(first)}
      {others.length > 0 && ` +${others.length}`}
    </span>
  );
}

type HoldNotesProps = { kinds: string[]; notes: NotesByKind; className?: string };

/** What was said of each reason, under its name. */
export async function HoldNotes({ kinds, notes, className = '' }: HoldNotesProps) {
  const t = await getTranslations('ui.states');
  return kinds
    .filter((kind) => notes[kind])
    .map((kind) => (
      <p key={kind} className={`whitespace-normal text-muted ${className}`}>
        {t('holdNote', {
          reason: t(`hold.${kind}` as Parameters<typeof t>[0]),
          note: notes[kind] ?? '',
        })}
      </p>
    ));
}

/** 취소요청, 반품철회 …: which claim, and how far it is. */
export async function ClaimBadge({ kind, state }: { kind: string; state: string }) {
  const t = await getTranslations('ui.states');
  const [kindKey, stateKey] = [`claimKind.${kind}`, `claim.${state}`];
  const tone = (tones.claim as Record<string, Tone>)[state];
  const say = (key: string) => t(key as Parameters<typeof t>[0]);
  const words = t('claimOf', { kind: say(kindKey), state: say(stateKey) });
  return <Badge tone={tone}>{words}</Badge>;
}
