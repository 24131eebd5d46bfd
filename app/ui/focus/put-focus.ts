/** Gives the focus to the first of them that takes it; a part of the page takes it until it leaves. */
export function putFocus(places: Iterable<Element>): void {
  for (const place of places) {
    if (!(place instanceof HTMLElement) || !place.isConnected || place === document.body) continue;
    place.focus();
    if (document.activeElement === place) return;
    if (place.matches(CONTROLS)) continue;
    standIn(place);
    place.focus({ preventScroll: true });
    if (document.activeElement === place) return;
  }
}

function standIn(place: HTMLElement): void {
  place.tabIndex = -1;
  place.dataset.standsIn = '';
  const leave = () => {
    place.removeAttribute('tabindex');
    delete place.dataset.standsIn;
  };
  place.addEventListener('blur', leave, { once: true });
}

/** Whether nothing has it that a person put it on, so that who knows a better place may take it. */
export const isFocusFree = () =>
  document.activeElement === document.body ||
  document.activeElement?.matches('[data-stands-in]') === true;

export const CONTROLS = 'a, button, input, select, textarea, summary';

/** The element, and what it stands in. */
export function* outwardFrom(element: Element | null): Generator<Element> {
  for (let at = element; at && at !== document.body; at = at.parentElement) yield at;
}
