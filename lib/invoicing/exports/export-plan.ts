import type { InvoicableShipment } from '../plan';
import { invoiceVerdictOf } from '../plan';
import { type InvoiceRule, invoiceRules } from '../reasons';

export const exportFormats = ['xlsx', 'csv'] as const;

export type ExportFormat = (typeof exportFormats)[number];

/** Rows a file may have; over it nothing is cut, the person divides the range. */
export const MAX_EXPORT_ROWS: Record<ExportFormat, number> = { xlsx: 10_000, csv: 80_000 };

export type ExportPlan = {
  /** In the order asked for. */
  exportedIds: number[];
  refused: { shipmentId: number; rule: number }[];
};

/**
 * Which shipments go out to the courier's program. One that is out already is left out, unless the
 * operator ticked that it goes again.
 */
export function planExport(
  shipmentIds: readonly number[],
  found: ReadonlyMap<number, InvoicableShipment>,
  includesRequested: boolean,
): ExportPlan {
  const plan: ExportPlan = { exportedIds: [], refused: [] };
  for (const shipmentId of new Set(shipmentIds)) {
    const verdict = verdictOf(found.get(shipmentId), includesRequested);
    if (verdict === null) plan.exportedIds.push(shipmentId);
    else plan.refused.push({ shipmentId, rule: invoiceRules[verdict] });
  }
  return plan;
}

function verdictOf(
  shipment: InvoicableShipment | undefined,
  includesRequested: boolean,
): InvoiceRule | null {
  if (!shipment || !includesRequested) return invoiceVerdictOf(shipment);
  return invoiceVerdictOf({ ...shipment, requestedExportId: null });
}
