'use client';

/** First in the order of Tab: past the menu and the panel, to what the screen is about. */
export function SkipLink({ label }: { label: string }) {
  return (
    <button
      type="button"
      onClick={focusMain}
      className="sr-only focus:not-sr-only focus:absolute focus:top-1 focus:left-1 focus:z-20 focus:bg-paper focus:px-3 focus:py-1.5"
    >
      {label}
    </button>
  );
}

function focusMain() {
  const main = document.querySelector('main');
  if (!main) return;
  main.tabIndex = -1;
  main.focus();
}
