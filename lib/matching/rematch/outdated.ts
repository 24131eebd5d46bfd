import { sql } from 'drizzle-orm';
import { FOLLOWING, matchRules } from '../reasons';

/** Of a `part` beside the `match` of its key, or beside none: it follows the key and lags behind. */
export const isOutdated = sql`(
  part.composition_id is distinct from match.composition_id
  and part.match_rule is distinct from ${matchRules.oneOff}
  and (match.id is not null or part.match_rule = any(${sql.param([...FOLLOWING])}::int[])))`;
