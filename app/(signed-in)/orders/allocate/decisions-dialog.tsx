import { getTranslations } from 'next-intl/server';
import { Dialog } from '@/app/ui/dialog/dialog';
import { Table } from '@/app/ui/table/table';
import { MAX_DECISIONS, runDecisions } from '@/lib/allocation/run-decisions';
import { currentCtx } from '@/lib/auth/current';
import { reasonTexts } from './reason-texts';

type DecisionsDialogProps = { runId: number; closeHref: string };

/** Why a run served each shipment as it did, or could not take it back. */
export async function DecisionsDialog({ runId, closeHref }: DecisionsDialogProps) {
  const t = await getTranslations('allocate');
  const found = await runDecisions(await currentCtx(), runId);
  const textOf = await reasonTexts(found);
  return (
    <Dialog
      key={runId}
      title={t('decisions.title')}
      description={t('decisions.description', { max: MAX_DECISIONS })}
      closeHref={closeHref}
      width="wide"
    >
      <div className="max-h-[70vh] overflow-y-auto">
        <Table
          label={t('decisions.title')}
          rows={found.decisions}
          rowKey={(row) => `${row.shipmentId} ${row.reason.rule}`}
          columns={[
            { key: 'shipmentId', header: t('columns.shipmentId'), cell: (row) => row.shipmentId },
            { key: 'orderNo', header: t('columns.orderNo'), cell: (row) => row.orderNo },
            {
              key: 'why',
              header: t('columns.why'),
              kind: 'wrap',
              cell: (row) => textOf(row.reason),
            },
          ]}
        />
      </div>
    </Dialog>
  );
}
