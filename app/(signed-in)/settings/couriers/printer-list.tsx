import { getTranslations } from 'next-intl/server';
import { ActionButton } from '@/app/ui/form/action-button';
import { List } from '@/app/ui/table/list';
import { type Column, Table } from '@/app/ui/table/table';
import type { Translate } from '@/app/ui/translate';
import type { Printer } from '@/lib/invoicing/prints/printers';
import { deletePrinterProfile } from './actions';
import { PrinterDialog } from './printer-dialog';

type PrinterListProps = { printers: Printer[]; mayChange: boolean };

/** How labels come out of each printer. */
export async function PrinterList({ printers, mayChange }: PrinterListProps) {
  const t = await getTranslations('couriers.printers');
  return (
    <section className="mt-2 grid gap-2.5" aria-label={t('title')}>
      <h2 className="font-semibold">{t('title')}</h2>
      <p className="text-muted">{t('lead')}</p>
      <List total={printers.length} toolbar={mayChange && <PrinterDialog />}>
        <Table
          label={t('title')}
          columns={printerColumns(t, mayChange)}
          rows={printers}
          rowKey={(printer) => printer.id}
          emptyHint={t('emptyHint')}
        />
      </List>
    </section>
  );
}

function printerColumns(t: Translate<'couriers.printers'>, mayChange: boolean): Column<Printer>[] {
  return [
    { key: 'name', header: t('name'), cell: (printer) => printer.name },
    { key: 'size', header: t('size'), cell: (printer) => printer.labelSize },
    {
      key: 'offset',
      header: t('offset'),
      cell: ({ offsetXMm, offsetYMm }) => `${offsetXMm} / ${offsetYMm}`,
    },
    {
      key: 'rotation',
      header: t('rotation'),
      cell: ({ rotation }) => t('degrees', { degrees: rotation }),
    },
    { key: 'copies', header: t('copies'), kind: 'number', cell: (printer) => printer.copies },
    { key: 'order', header: t('pageOrder'), cell: ({ pageOrder }) => t(`orders.${pageOrder}`) },
    {
      key: 'manage',
      header: t('manage'),
      kind: 'center',
      cell: (printer) =>
        mayChange && (
          <span className="inline-flex gap-1">
            <PrinterDialog printer={printer} />
            <ActionButton
              size="small"
              variant="danger"
              action={deletePrinterProfile}
              input={{ id: printer.id }}
              confirm={{
                title: t('deleteTitle', { name: printer.name }),
                body: t('deleteBody'),
                label: t('delete'),
              }}
            >
              {t('delete')}
            </ActionButton>
          </span>
        ),
    },
  ];
}
