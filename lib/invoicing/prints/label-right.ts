import type { Ctx } from '@/lib/context';
import { ExpectedError } from '@/lib/errors';

/** Labels show recipients in full: who may not see them prints none, and none counts as printed. */
export function requireLabelRight({ canSeePersonalData }: Ctx): void {
  if (!canSeePersonalData) throw new ExpectedError('invoice.errors.labelsArePersonal');
}
