import { newId } from '../new-id';

/** One request as a browser sends it, until it has heard what came of it. */
export type Asked = { requestId: string; input: string };

/** The same request where the very same is asked again that stayed open; anything else is a new one. */
export function askedAs(open: Asked | null, given: FormData | Record<string, unknown>): Asked {
  const input = textOf(given);
  return open?.input === input ? open : { requestId: newId(), input };
}

/** Whether asking the same once more could only mean the same request. */
export const staysOpen = (answer: { isAnswered: boolean; isRepeated?: boolean }): boolean =>
  !answer.isAnswered || answer.isRepeated === true;

function textOf(given: FormData | Record<string, unknown>): string {
  if (!(given instanceof FormData)) return JSON.stringify(given);
  return JSON.stringify(
    [...given]
      .filter(([name]) => name !== 'mallId' && name !== 'requestId')
      .map(([name, value]) =>
        value instanceof File ? [name, value.name, value.size, value.lastModified] : [name, value],
      ),
  );
}
