import { refresh } from 'next/cache';
import { headers } from 'next/headers';
import { unstable_rethrow } from 'next/navigation';
import { after } from 'next/server';
import { z } from 'zod';
import { contextOf, findMember, findPerson, type PersonCtx } from '@/lib/auth/current';
import type { PersonAsking } from '@/lib/auth/person';
import { isAtLeast } from '@/lib/auth/role';
import type { Role } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { fieldMessages } from '@/lib/field-messages';
import { formInput } from '@/lib/form-input';
import { isSameOrigin } from '@/lib/origin';
import { logBug, refusalOf, sentence } from '@/lib/refusal';

export type ActionResult<Value = unknown> =
  | { ok: true; value: Value; message?: string }
  | { ok: false; message: string; fields?: Record<string, string>; isRepeated?: boolean };

export type Action<Value = unknown> = (input: unknown) => Promise<ActionResult<Value>>;

type Spec<Schema extends z.ZodType> = {
  /** For the log. */
  name: string;
  /** The least role that may. */
  role: Role;
  schema: Schema;
  /** Key of the sentence said afterwards; the numbers and texts of the result are its values. */
  done?: string;
  /** Only looks, as a preview does: the screen need not be drawn again. */
  reads?: boolean;
  /** It writes, and the screen is asked for anew by who calls. */
  isDrawnByCaller?: boolean;
};

/**
 * The only way to make a server action: who asks, from our own page, of the mall the page was
 * drawn for, with which role; parsed input; one verb; then the screen is drawn anew. What goes on by
 * itself afterwards, nobody waits for: where it fails, what was asked is done all the same.
 */
export function action<Schema extends z.ZodType, Value>(
  spec: Spec<Schema>,
  run: (ctx: PersonCtx, input: z.output<Schema>) => Promise<Value>,
  afterwards?: (ctx: PersonCtx, value: Value) => Promise<void>,
): Action<Value> {
  return guarded(
    spec,
    (mallId) => admitted(spec.role, mallId),
    async (ctx, input) => {
      const value = await run(ctx, input);
      const place = { name: `${spec.name}.afterwards`, mallId: ctx.mallId, userId: ctx.userId };
      if (afterwards)
        after(() => afterwards(ctx, value).catch((error) => void logBug(error, place)));
      return value;
    },
  );
}

/** The same for what concerns a person alone, in whatever mall, and before any lets them in. */
export function ownAction<Schema extends z.ZodType, Value>(
  spec: Omit<Spec<Schema>, 'role'> & {
    /** Also while the password has to be changed first. */
    beforePassword?: boolean;
  },
  run: (person: PersonAsking, input: z.output<Schema>) => Promise<Value>,
): Action<Value> {
  return guarded(spec, () => admittedPerson(spec.beforePassword ?? false), run);
}

function guarded<
  Asker extends { mallId?: number; userId: number },
  Schema extends z.ZodType,
  Value,
>(
  spec: Omit<Spec<Schema>, 'role'>,
  admit: (mallId: unknown) => Promise<Asker>,
  run: (asker: Asker, input: z.output<Schema>) => Promise<Value>,
): Action<Value> {
  return async (given) => {
    let asker: Asker | undefined;
    try {
      const asked = given instanceof FormData ? formInput(given) : asObject(given);
      const { mallId, requestId, ...input } = asked;
      asker = await admit(mallId);
      const parsed = spec.schema.safeParse(input, { reportInput: true });
      if (!parsed.success) return await rejected(parsed.error);
      const value = await run(spec.reads ? asker : { ...asker, ...once(requestId) }, parsed.data);
      if (!spec.reads && !spec.isDrawnByCaller) refresh();
      return { ok: true, value, message: spec.done && (await sentence(spec.done, told(value))) };
    } catch (error) {
      unstable_rethrow(error);
      const place = { name: spec.name, mallId: asker?.mallId, userId: asker?.userId };
      return { ok: false, message: await refusalOf(error, place), isRepeated: isRepeat(error) };
    }
  };
}

/** What was asked has come before: whoever asks it once more means that very request. */
const isRepeat = (error: unknown) =>
  error instanceof ExpectedError && error.messageKey === 'errors.doneBefore';

const requestIdSchema = z.string().regex(/^[0-9a-f]{32}$/);

function once(requestId: unknown) {
  const { data: id } = requestIdSchema.safeParse(requestId);
  return id === undefined ? {} : { request: { id, isNoted: false } };
}

async function admittedPerson(beforePassword: boolean): Promise<PersonAsking> {
  if (!isSameOrigin(await headers())) throw new ExpectedError('errors.foreignOrigin');
  const person = await findPerson();
  if (!person || (person.mustChangePassword && !beforePassword))
    throw new ExpectedError('errors.signedOut');
  return person;
}

async function admitted(role: Role, mallId: unknown): Promise<PersonCtx> {
  if (!isSameOrigin(await headers())) throw new ExpectedError('errors.foreignOrigin');
  const member = await findMember();
  if (!member) throw new ExpectedError('errors.signedOut');
  if (Number(mallId) !== member.mallId) throw new ExpectedError('errors.otherMall');
  if (!isAtLeast(member.role, role)) throw new ExpectedError('errors.roleTooLow');
  return contextOf(member);
}

async function rejected(error: z.ZodError): Promise<ActionResult<never>> {
  const fields = await fieldMessages(error.issues);
  const [first] = Object.values(fields);
  return { ok: false, message: first ?? (await sentence('errors.invalid')), fields };
}

function asObject(given: unknown): Record<string, unknown> {
  if (typeof given !== 'object' || given === null) throw new ExpectedError('errors.invalid');
  return { ...given };
}

function told(value: unknown): Record<string, string | number> {
  if (typeof value !== 'object' || value === null) return {};
  const sayable = Object.entries(value).filter(([, part]) =>
    ['string', 'number'].includes(typeof part),
  );
  return Object.fromEntries(sayable);
}
