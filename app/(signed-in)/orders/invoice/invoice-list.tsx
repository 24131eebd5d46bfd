import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import type { Params } from '@/app/ui/filter/params';
import { List } from '@/app/ui/table/list';
import { Pager } from '@/app/ui/table/pager';
import { Table } from '@/app/ui/table/table';
import { WhyText } from '@/app/ui/text';
import type { Translate } from '@/app/ui/translate';
import { currentCtx } from '@/lib/auth/current';
import type { CourierAccount } from '@/lib/invoicing/accounts/courier-accounts';
import { loadSorts } from '@/lib/invoicing/load/load-order';
import type { Printer } from '@/lib/invoicing/prints/printers';
import { invoiceRuleOf } from '@/lib/invoicing/reasons';
import type { InvoiceRow, InvoiceScreen } from '@/lib/invoicing/screen';
import type { TemplateChoice } from '@/lib/invoicing/templates/templates';
import { parcelMarks } from '@/lib/shipments/lists/marks';
import { type Asked, filterOf } from './asked';
import { invoiceColumns } from './columns';
import type { LastExport } from './excel-buttons';
import { InvoiceToolbar } from './toolbar';

type InvoiceListProps = {
  screen: InvoiceScreen | null;
  asked: Asked;
  params: Params;
  tools: {
    accounts: CourierAccount[];
    printers: Printer[];
    templates: TemplateChoice[];
    lastExport: LastExport | null;
  };
};

/** The rows of a load by their frozen 연번, with everything that can be done to a range of them. */
export async function InvoiceList({ screen, asked, params, tools }: InvoiceListProps) {
  const t = await getTranslations('invoice');
  const rows = screen?.page.rows ?? [];
  const marks = await parcelMarks(
    await currentCtx(),
    rows.map((row) => row.shipmentId),
  );
  const filter = filterOf(asked);
  const isFiltered = Object.values(filter).some((value) => value !== 'all');
  return (
    <List
      total={screen?.page.total ?? 0}
      searched={isFiltered}
      rowIds={rows.map((row) => row.shipmentId)}
      toolbar={
        <InvoiceToolbar
          key={asked.load}
          loadId={screen ? (asked.load ?? null) : null}
          filter={filter}
          rowCount={screen?.summary.total ?? 0}
          shownCount={screen?.page.total ?? 0}
          rows={rows.map(({ rowNo, shipmentId, courier, waybillNo }) => ({
            rowNo,
            shipmentId,
            courier,
            waybillNo,
          }))}
          accounts={tools.accounts}
          hasRequested={(screen?.summary.requested ?? 0) > 0}
          hasProposals={(screen?.summary.proposed ?? 0) > 0}
          printers={tools.printers}
          templates={tools.templates}
          lastExport={tools.lastExport}
          params={params}
        />
      }
      footer={screen && <Pager page={screen.page} size={asked.size} params={params} />}
    >
      <Table
        label={t('list')}
        columns={invoiceColumns(t, marks)}
        sorting={{ keys: loadSorts, by: asked.sort, direction: asked.direction, params }}
        rows={rows}
        rowKey={(row) => row.shipmentId}
        selectLabel={(row) => t('selectRow', { rowNo: row.rowNo })}
        rowNote={(row) => noteOf(t, row)}
        rowTone={(row) =>
          row.waybillState === 'error' ? 'bad' : row.holdKinds.length > 0 ? 'warn' : undefined
        }
        emptyHint={screen ? t(isFiltered ? 'emptyFiltered' : 'empty') : t('load.noneHint')}
      />
    </List>
  );
}

/** What a supplier sends has its number from there, so it says where to ask for it or to split it. */
function noteOf(t: Translate<'invoice'>, { supplied, waybillState, why }: InvoiceRow) {
  if (supplied)
    return (
      <WhyText>
        {t(`supplied.${supplied}`)}{' '}
        <Link href="/orders/invoice/suppliers" prefetch={false} className="link">
          {t('toolbar.suppliers')}
        </Link>
      </WhyText>
    );
  if (waybillState !== 'error' || why === null) return undefined;
  return <WhyText>{t(`rules.${invoiceRuleOf(why)}`)}</WhyText>;
}
