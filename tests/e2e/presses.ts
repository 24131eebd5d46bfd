import type { Page } from '@playwright/test';

export type Presses = {
  /** Since the last time that somebody asked. */
  taken(): number;
  total(): number;
};

/**
 * Counts what a person's hands do: each press of the pointer, and each key; Ctrl with another key is
 * one press. What a test fills in by other means than keys is not counted, so fill nothing in.
 */
export async function countPresses(page: Page): Promise<Presses> {
  const counted = { all: 0, told: 0 };
  await page.exposeFunction('pressedOnce', () => {
    counted.all++;
  });
  await page.addInitScript(() => {
    const { pressedOnce } = window as unknown as { pressedOnce: () => void };
    const modifiers = ['Control', 'Shift', 'Alt', 'Meta'];
    addEventListener('pointerdown', () => pressedOnce(), true);
    addEventListener('keydown', ({ key }) => modifiers.includes(key) || pressedOnce(), true);
  });
  return {
    taken: () => {
      const taken = counted.all - counted.told;
      counted.told = counted.all;
      return taken;
    },
    total: () => counted.all,
  };
}
