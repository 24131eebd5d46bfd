'use server';

import { z } from 'zod';
import { action } from '@/lib/action';
import { claimVerbs, refusalReasons } from '@/lib/channels/telling';
import { askAnswers } from '@/lib/claims/answers/ask';
import { settleAnswerByHand } from '@/lib/flows/settle-answer';
import { id } from '@/lib/ids';
import { tellingDecisions } from '@/lib/tellings/decision';

export const answer = action(
  {
    name: 'claims.answer',
    role: 'operator',
    schema: z.object({
      claimIds: z.array(id).min(1).max(500),
      verb: z.enum(claimVerbs),
      reason: z.enum(refusalReasons).optional(),
      detail: z.string().trim().max(200).optional(),
    }),
    done: 'claims.answer.asked',
  },
  askAnswers,
);

export const settle = action(
  {
    name: 'claims.settleAnswer',
    role: 'operator',
    schema: z.object({ id, decision: z.enum(tellingDecisions) }),
    done: 'claims.answer.settled',
  },
  settleAnswerByHand,
);
