import type { IncomingHttpHeaders } from 'node:http';

export interface PracticeRequest {
  readonly method: string;
  /** As sent, without the query. */
  readonly path: string;
  /** The exact bytes after '?', never decoded: signatures cover them. */
  readonly query: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Answer {
  readonly status: number;
  /** Written as JSON, unless it is bytes already. */
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Half the body, no answer on a broken connection, or silence. */
  readonly delivery?: 'cut' | 'drop' | 'hang';
}

/** Ends a request with this answer from wherever it is found wanting. */
export class Refusal extends Error {
  constructor(readonly answer: Answer) {
    super(`Refused with ${answer.status}`);
    this.name = 'Refusal';
  }
}

/** What an operation does decides which faults can strike it. */
export type Nature = 'read' | 'list' | 'write';

export interface Route<Call> {
  readonly operation: string;
  readonly nature: Nature;
  readonly methods: readonly string[];
  /** Groups are the call's path parameters. */
  readonly path: RegExp;
  readonly answer: (call: Call) => Promise<Answer>;
}

export function findRoute<Call>(routes: readonly Route<Call>[], method: string, path: string) {
  for (const route of routes) {
    const match = route.methods.includes(method) ? route.path.exec(path) : null;
    if (match) return { route, parameters: match.slice(1).map(decodeURIComponent) };
  }
  return null;
}

export function ok(body: unknown, status = 200): Answer {
  return { status, body };
}
