import { z } from 'zod';

/** An id that a form or a call sends. */
export const id = z.coerce.number().int().positive();

/** Of a URL that may name something. */
export const idParam = id.optional().catch(undefined);

/** Of a URL that must name something: 0, which is nothing's, where it does not. */
export const idOrNone = id.catch(0);
