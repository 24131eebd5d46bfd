'use client';

import { useRef } from 'react';

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/**
 * Whether anything typed or chosen in a dialog still stands there, or what it holds says so by
 * `data-unsaved`. A field that was emptied again, as
 * after saving, has nothing to lose; nor has one that only searches.
 */
export function useTyped() {
  const content = useRef<HTMLDivElement>(null);
  const before = useRef(new Map<Field, string | boolean>());

  function note(target: EventTarget) {
    if (!isField(target) || target.type === 'search' || before.current.has(target)) return;
    before.current.set(target, firstOf(target));
  }

  const isTyped = () =>
    content.current?.querySelector('[data-unsaved]') != null ||
    [...before.current].some(([field, first]) => field.isConnected && standsIn(field) !== first);

  return { content, note, isTyped };
}

const isField = (target: EventTarget): target is Field =>
  target instanceof HTMLInputElement ||
  target instanceof HTMLTextAreaElement ||
  target instanceof HTMLSelectElement;

const isTicked = (field: Field): field is HTMLInputElement =>
  field.type === 'checkbox' || field.type === 'radio';

const standsIn = (field: Field): string | boolean =>
  isTicked(field) ? field.checked : field.value;

/** What stood there before the first change. */
function firstOf(field: Field): string | boolean {
  if (isTicked(field)) return !field.checked;
  if (!(field instanceof HTMLSelectElement)) return field.defaultValue;
  const chosen = [...field.options].find((option) => option.defaultSelected);
  return (chosen ?? field.options[0])?.value ?? '';
}
