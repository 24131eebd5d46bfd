'use client';

import { useEffect } from 'react';
import { CONTROLS, outwardFrom, putFocus } from './put-focus';

/** Who knows better where the focus belongs has it put there by then. */
const PATIENCE_MS = 100;

/**
 * Where what has the focus is taken away, as a row that was dealt with, the row in its place gets it,
 * or else the nearest part of the screen that still stands, at last all of it.
 */
export function FocusKeeper() {
  useEffect(() => {
    let holder: Element | null = null;
    const remember = () => {
      holder = document.activeElement;
    };
    const watcher = new MutationObserver((mutations) => {
      if (!holder || (holder.isConnected && !holder.matches(':disabled'))) return;
      const places = [...placesLeftBy(holder, mutations)];
      holder = null;
      setTimeout(() => {
        if (document.activeElement === document.body) putFocus(places);
      }, PATIENCE_MS);
    });
    document.addEventListener('focusin', remember);
    watcher.observe(document.body, {
      childList: true,
      subtree: true,
      attributeFilter: ['disabled'],
    });
    return () => {
      document.removeEventListener('focusin', remember);
      watcher.disconnect();
    };
  }, []);
  return null;
}

/** What stood beside it and is no button, and what it stood in. */
function* placesLeftBy(holder: Element, mutations: MutationRecord[]): Generator<Element> {
  let gone: Node = holder;
  let beside: (Node | null)[] = [];
  for (const { removedNodes, nextSibling, previousSibling, target } of mutations) {
    if (![...removedNodes].some((removed) => removed.contains(gone))) continue;
    gone = target;
    beside = [nextSibling, previousSibling];
  }
  if (gone !== document.body) yield* beside.filter(isPart);
  yield* outwardFrom(gone instanceof Element ? gone : null);
  yield* document.querySelectorAll('main');
}

const isPart = (node: Node | null): node is Element =>
  node instanceof Element && !node.matches(CONTROLS);
