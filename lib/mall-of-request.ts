/** Names the mall a page was drawn for, on requests that change something. */
export const MALL_HEADER = 'x-moa-mall';

/** Names it in the address of a download. */
const MALL_PARAM = 'mallId';

/** The address of a download, for the mall its link was drawn in and no other. */
export function downloadFor(mallId: number, href: string): string {
  return `${href}${href.includes('?') ? '&' : '?'}${MALL_PARAM}=${mallId}`;
}

/** What changes something must name the mall; what only reads may. */
export function isOfAnotherMall(request: Request, mallId: number): boolean {
  if (changesSomething(request)) return Number(request.headers.get(MALL_HEADER)) !== mallId;
  const named = new URL(request.url).searchParams.get(MALL_PARAM);
  return named !== null && Number(named) !== mallId;
}

export const changesSomething = ({ method }: Request): boolean =>
  method !== 'GET' && method !== 'HEAD';
