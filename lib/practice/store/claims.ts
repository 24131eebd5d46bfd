import type { Transaction } from './sql';
import { jsonOf, type Unit } from './units';

export interface NewClaim {
  readonly unit: Unit<object>;
  readonly status: string;
  readonly document: object;
}

/** Adds what buyers claim of units, and returns the numbers given. */
export async function addClaims(
  tx: Transaction,
  claims: readonly NewClaim[],
  now: Date,
): Promise<string[]> {
  const rows = claims.map(({ unit: { shop, orderNo, unitNo }, status, document }) => ({
    shop,
    order_no: orderNo,
    unit_no: unitNo,
    status,
    document,
  }));
  const added = await tx<{ claimNo: string }[]>`
    insert into practice.claims (shop, order_no, unit_no, status, created_at, document)
    select shop, order_no, unit_no, status, ${now}, document
    from jsonb_to_recordset(${jsonOf(tx, rows)})
      as added (shop text, order_no text, unit_no text, status text, document jsonb)
    returning claim_no as "claimNo"`;
  return added.map(({ claimNo }) => claimNo);
}
