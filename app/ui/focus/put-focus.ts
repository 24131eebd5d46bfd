/** Gives the focus to the first of them that takes it; a part of the page takes it until it leaves. */
export function putFocus(places: Iterable<Element>): void {
  for (const place of places) {
    if (!(place instanceof HTMLElement) || !place.isConnected || place === document.body) continue;
    place.focus();
    if (document.activeElement === place) return;
    if (place.matches(CONTROLS)) continue;
    place.tabIndex = -1;
    place.addEventListener('blur', () => place.removeAttribute('tabindex'), { once: true });
    place.focus({ preventScroll: true });
    if (document.activeElement === place) return;
  }
}

export const CONTROLS = 'a, button, input, select, textarea, summary';

/** The element, and what it stands in. */
export function* outwardFrom(element: Element | null): Generator<Element> {
  for (let at = element; at && at !== document.body; at = at.parentElement) yield at;
}
