import type { BrowserContext } from '@playwright/test';

/**
 * What breaks the rule of the focus on any page: a dialog begins neither outside of itself nor at its
 * 닫기, where a space would close it, and where one closes the focus does not fall to nothing.
 */
export async function listenForLostFocus(context: BrowserContext): Promise<string[]> {
  const lost: string[] = [];
  await context.exposeFunction('noteLostFocus', (where: string) => lost.push(where));
  await context.addInitScript(watchDialogs);
  return lost;
}

function watchDialogs(): void {
  const TRIES = 40;
  const EVERY_MS = 50;
  const { noteLostFocus } = window as unknown as { noteLostFocus(where: string): void };
  const closes = (element: Element | null) => /^(닫기|Close)$/.test(element?.textContent ?? '');

  const holds = (rule: () => boolean, broken: () => string, triesLeft = TRIES) => {
    if (rule()) return;
    if (triesLeft === 0) noteLostFocus(`${location.pathname}: ${broken()}`);
    else setTimeout(() => holds(rule, broken, triesLeft - 1), EVERY_MS);
  };

  const dialogsIn = (nodes: NodeList) =>
    [...nodes]
      .filter((node) => node instanceof Element)
      .flatMap((node) => [node, ...node.querySelectorAll('*')])
      .filter((node) => node.matches('[role=dialog], [role=alertdialog]'));

  const begins = (dialog: Element) =>
    holds(
      () => {
        const holder = document.activeElement;
        const isInside = dialog.contains(holder) && holder !== document.body;
        const mayClose = dialog.matches('[role=alertdialog]');
        return !dialog.isConnected || (isInside && (mayClose || !closes(holder)));
      },
      () =>
        `${dialog.querySelector('h2')?.textContent} begins at ${document.activeElement?.outerHTML}`,
    );

  const ends = (dialog: Element) =>
    holds(
      () => document.activeElement !== document.body,
      () => `${dialog.querySelector('h2')?.textContent} leaves the focus nowhere`,
    );

  new MutationObserver((mutations) => {
    for (const { addedNodes, removedNodes } of mutations) {
      dialogsIn(addedNodes).forEach(begins);
      dialogsIn(removedNodes).forEach(ends);
    }
  }).observe(document, { childList: true, subtree: true });
}
