import type { z } from 'zod';
import { complaint } from '@/lib/complaint';
import { sentence } from '@/lib/refusal';

type Issue = z.core.$ZodIssue;

/** The first complaint of each field (parsed with `reportInput`), by the name its input has: `lines.0.qty`. */
export async function fieldMessages(issues: Issue[]): Promise<Record<string, string>> {
  const messages: Record<string, string> = {};
  for (const issue of issues) {
    messages[issue.path.join('.')] ??= await sentence(...complaint(issue));
  }
  return messages;
}
