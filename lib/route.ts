import { unstable_rethrow } from 'next/navigation';
import { NextResponse } from 'next/server';
import type { ActionResult } from '@/lib/action';
import { contextOf, findMember, type PersonCtx } from '@/lib/auth/current';
import { isAtLeast } from '@/lib/auth/role';
import type { Role } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';
import { changesSomething, isOfAnotherMall } from '@/lib/mall-of-request';
import { isSameOrigin } from '@/lib/origin';
import { refusalOf } from '@/lib/refusal';

type Spec = { name: string; role: Role };

/**
 * The way to make a route handler for members: files in and out. A refusal is JSON in the shape of
 * an action's result, with its status.
 */
export function route<Params = unknown>(
  spec: Spec,
  respond: (ctx: PersonCtx, request: Request, params: Params) => Promise<Response>,
) {
  return async (request: Request, context: { params: Promise<Params> }): Promise<Response> => {
    try {
      return await respond(await routeCtx(request, spec.role), request, await context.params);
    } catch (error) {
      unstable_rethrow(error);
      const refusal: ActionResult<never> = {
        ok: false,
        message: await refusalOf(error, { name: spec.name }),
      };
      return NextResponse.json(refusal, { status: statusOf(error) });
    }
  };
}

export async function routeCtx(request: Request, role: Role = 'viewer'): Promise<PersonCtx> {
  if (changesSomething(request) && !isSameOrigin(request.headers)) {
    throw new ExpectedError('errors.foreignOrigin');
  }
  const member = await findMember();
  if (!member) throw new ExpectedError('errors.signedOut');
  if (isOfAnotherMall(request, member.mallId)) throw new ExpectedError('errors.otherMall');
  if (!isAtLeast(member.role, role)) throw new ExpectedError('errors.roleTooLow');
  return contextOf(member);
}

function statusOf(error: unknown): number {
  if (!(error instanceof ExpectedError)) return 500;
  return statuses[error.messageKey] ?? 400;
}

const statuses: Record<string, number> = {
  'errors.signedOut': 401,
  'errors.foreignOrigin': 403,
  'errors.roleTooLow': 403,
  'errors.otherMall': 409,
  'errors.notFound': 404,
};
