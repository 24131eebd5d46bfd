import { randomBytes } from 'node:crypto';
import { type NextRequest, NextResponse } from 'next/server';

const isDevelopment = process.env.NODE_ENV === 'development';

/** Scripts run only with this request's nonce; the page's own path is kept for the sign-in screen. */
export function proxy(request: NextRequest) {
  const policy = contentSecurityPolicy(randomBytes(16).toString('base64'));
  const headers = new Headers(request.headers);
  headers.set('Content-Security-Policy', policy);
  headers.set('x-moa-path', request.nextUrl.pathname + request.nextUrl.search);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('Content-Security-Policy', policy);
  if (process.env.NEXTAUTH_URL?.startsWith('https://'))
    response.headers.set('Strict-Transport-Security', 'max-age=31536000');
  return response;
}

/** Styles may be inline: dialogs and toasts place themselves. Labels print from a blob in a frame. */
function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ''}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' blob: data:",
    "font-src 'self'",
    "connect-src 'self'",
    "media-src 'self' blob:",
    'frame-src blob:',
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** Uploads stay out: what passes here is held in memory, and cut where it is long. */
export const config = { matcher: '/((?!_next/static|_next/image|api/uploads).*)' };
