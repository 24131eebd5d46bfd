'use client';

import { Search } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { Dialog } from 'radix-ui';
import {
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useId,
  useState,
  useSyncExternalStore,
} from 'react';
import { useReturnFocus } from '../focus/return-focus';
import { KeyHint } from '../text';
import { type Choice, type Screen, useChoices } from './search-choices';
import { useSearch } from './use-search';

/** The sign of the command key stands in no font but a Mac's own. */
const shortcutHere = () => (/Macintosh/.test(navigator.userAgent) ? '⌘ K' : 'Ctrl K');
const never = () => () => {};

/** The button in the header and the dialog behind Ctrl+K or ⌘K; made for the keyboard alone. */
export function SearchDialog({ screens }: { screens: Screen[] }) {
  const t = useTranslations('search');
  const [isOpen, setOpen] = useState(false);
  const shortcut = useSyncExternalStore(never, shortcutHere, () => 'Ctrl K');

  useEffect(() => {
    const press = (event: globalThis.KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.metaKey || event.ctrlKey)) return;
      event.preventDefault();
      setOpen((open) => !open);
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);

  return (
    <Dialog.Root open={isOpen} onOpenChange={setOpen}>
      <Dialog.Trigger
        className="button whitespace-nowrap"
        data-variant="quiet"
        data-size="small"
        aria-keyshortcuts="Meta+K Control+K"
      >
        <Search size={14} aria-hidden />
        {t('open')} <KeyHint>{shortcut}</KeyHint>
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-ink/35 p-6 pt-[12vh]">
          <SearchContent>
            <Dialog.Title className="sr-only">{t('title')}</Dialog.Title>
            <SearchBox screens={screens} close={() => setOpen(false)} />
          </SearchContent>
        </Dialog.Overlay>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** A component of its own: it is made as the dialog opens, and then sees where the focus was. */
function SearchContent({ children }: { children: ReactNode }) {
  return (
    <Dialog.Content
      aria-describedby={undefined}
      onCloseAutoFocus={useReturnFocus()}
      className="panel mx-auto w-full max-w-[640px] shadow-pop focus:outline-none"
    >
      {children}
    </Dialog.Content>
  );
}

function SearchBox({ screens, close }: { screens: Screen[]; close: () => void }) {
  const t = useTranslations('search');
  const [router, listId] = [useRouter(), useId()];
  const [word, setWord] = useState('');
  const [at, setAt] = useState(0);
  const search = useSearch(word);
  const choices = useChoices(word, search.found, screens);
  const chosen = Math.min(at, choices.length - 1);
  /** Enter was pressed before the answer to this word was there. */
  const [isEager, setEager] = useState(false);
  const isLooking = search.state === 'looking';

  useEffect(() => {
    if (!isEager || isLooking) return;
    setEager(false);
    if (search.state === 'done') go(choices[chosen]);
  });

  function go(choice: Choice | undefined) {
    if (!choice) return;
    close();
    router.push(choice.href);
  }

  function press(event: KeyboardEvent<HTMLInputElement>) {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter' && isLooking && at === 0) setEager(true);
    else if (event.key === 'Enter') go(choices[chosen]);
    else if (event.key === 'ArrowDown') setAt(Math.min(chosen + 1, choices.length - 1));
    else if (event.key === 'ArrowUp') setAt(Math.max(chosen - 1, 0));
    else return;
    event.preventDefault();
  }

  return (
    <>
      <input
        role="combobox"
        aria-expanded={choices.length > 0}
        aria-controls={listId}
        aria-activedescendant={choices[chosen] && `${listId}-${chosen}`}
        aria-label={t('title')}
        className="w-full border-line border-b px-4 py-3 text-lg focus:outline-none"
        placeholder={t('placeholder')}
        autoComplete="off"
        value={word}
        onChange={(event) => {
          setWord(event.currentTarget.value);
          setAt(0);
          setEager(false);
        }}
        onKeyDown={press}
      />
      <div
        id={listId}
        role="listbox"
        aria-label={t('results')}
        className="max-h-[56vh] overflow-y-auto py-1"
      >
        {choices.map((choice, index) => (
          <ChoiceRow
            key={choice.key}
            id={`${listId}-${index}`}
            choice={choice}
            isChosen={index === chosen}
            startsGroup={choice.group !== choices[index - 1]?.group}
            onChoose={() => go(choice)}
          />
        ))}
      </div>
      <p role="status" className="border-line border-t px-4 py-2 text-muted text-xs">
        {t(`states.${search.state === 'done' && choices.length === 0 ? 'none' : search.state}`)}
      </p>
    </>
  );
}

type ChoiceRowProps = {
  id: string;
  choice: Choice;
  isChosen: boolean;
  startsGroup: boolean;
  onChoose: () => void;
};

function ChoiceRow({ id, choice, isChosen, startsGroup, onChoose }: ChoiceRowProps) {
  const t = useTranslations('search');
  return (
    <>
      {startsGroup && (
        <div role="presentation" className="px-4 pt-2 pb-1 text-2xs text-muted">
          {t(`groups.${choice.group}`)}
        </div>
      )}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the input */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the input */}
      <div
        id={id}
        role="option"
        aria-selected={isChosen}
        ref={(row) => {
          if (isChosen) row?.scrollIntoView({ block: 'nearest' });
        }}
        className="flex cursor-pointer items-baseline gap-3 px-4 py-1.5 aria-selected:bg-accent-soft"
        onClick={onChoose}
      >
        <span className="numeric shrink-0 font-medium">{choice.label}</span>
        <span className="truncate text-muted">{choice.detail}</span>
      </div>
    </>
  );
}
