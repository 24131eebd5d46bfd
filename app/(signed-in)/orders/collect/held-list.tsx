import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import { ChannelName } from '@/app/ui/channel-mark';
import { ActionButton } from '@/app/ui/form/action-button';
import { OrderLink } from '@/app/ui/order-link';
import { ParcelMarks } from '@/app/ui/parcel-marks';
import { RunHistory } from '@/app/ui/run/run-history';
import { HoldBadges, StateBadge } from '@/app/ui/states';
import { noColumn } from '@/app/ui/table/columns';
import { List } from '@/app/ui/table/list';
import { Pager } from '@/app/ui/table/pager';
import { Table } from '@/app/ui/table/table';
import { Two } from '@/app/ui/table/two';
import { marketplaceOf } from '@/lib/channels/registry';
import { type HeldOrder, heldOrders } from '@/lib/collection/held-orders';
import type { ShownRecipient } from '@/lib/recipients/mask';
import { placeRefusals } from '@/lib/shipments/address/settle-address-plan';
import { parcelMarks } from '@/lib/shipments/lists/marks';
import { pastRuns } from '@/lib/shipments/runs/run-history';
import { cancelDuplicates, closeAsHistory, decideAddress, release, undoClosing } from './actions';
import type { ListProps } from './list-props';
import { settlingRow } from './settling-history';

/** 확인필요: what a collection held, both versions side by side, with the decision. */
export async function HeldList({ ctx, params, size, request }: ListProps) {
  const t = await getTranslations('collect');
  const [page, runs] = await Promise.all([heldOrders(ctx, request), pastRuns(ctx, 'settle')]);
  const marks = await parcelMarks(
    ctx,
    page.rows.map((order) => order.shipmentId),
  );
  const orders = page.rows.map((order, index) => ({ ...order, no: page.firstNo - index }));
  return (
    <>
      <List
        total={page.total}
        rowIds={orders.map((order) => order.shipmentId)}
        toolbar={<SelectedButtons />}
        footer={<Pager page={page} size={size} params={params} />}
      >
        <Table
          label={t('lists.held')}
          selectLabel={(order) => t('held.select', { id: String(order.shipmentId) })}
          rows={orders}
          rowKey={(order) => order.shipmentId}
          emptyHint={t('empty.held')}
          columns={[
            noColumn,
            {
              key: 'channel',
              header: <Two upper={t('columns.channel')} lower={t('columns.orderNo')} />,
              cell: (order) => (
                <Two
                  upper={
                    <ChannelName
                      name={order.channelName}
                      mark={marketplaceOf(order.marketplace).mark}
                    />
                  }
                  lower={
                    <>
                      <OrderLink id={order.orderId}>{order.orderNo}</OrderLink>{' '}
                      <ParcelMarks marks={marks.get(order.shipmentId)} />
                    </>
                  }
                />
              ),
            },
            {
              key: 'shipment',
              header: t('columns.shipment'),
              kind: 'number',
              cell: (order) => order.shipmentId,
            },
            {
              key: 'stage',
              header: t('columns.stage'),
              kind: 'center',
              cell: (order) => <StateBadge axis="stage" state={order.stage} />,
            },
            {
              key: 'kinds',
              header: t('columns.why'),
              cell: (order) => <HoldBadges kinds={order.kinds} />,
            },
            {
              key: 'ours',
              header: t('columns.oursNow'),
              kind: 'wrap',
              width: '20%',
              cell: (order) => <Person recipient={order.recipient} />,
            },
            {
              key: 'reported',
              header: t('columns.channelSays'),
              kind: 'wrap',
              width: '20%',
              cell: Reported,
            },
            { key: 'decide', header: t('columns.decide'), kind: 'center', cell: Decisions },
          ]}
        />
      </List>
      <RunHistory runs={runs.map((run) => settlingRow(run, t))} undo={undoClosing} />
    </>
  );
}

/** Of the selected rows, each button takes those held for its reason. */
async function SelectedButtons() {
  const t = await getTranslations('collect.held');
  return (
    <>
      <ActionButton
        action={decideAddress}
        input={{ choice: 'apply' }}
        selectionAs="shipmentIds"
        confirm={{ title: t('applyTitle'), body: t('applyBody'), label: t('apply') }}
      >
        {t('applySelected')}
      </ActionButton>
      <ActionButton
        action={decideAddress}
        input={{ choice: 'keep' }}
        selectionAs="shipmentIds"
        confirm={{ title: t('keepTitle'), body: t('keepBody'), label: t('keep') }}
      >
        {t('keepSelected')}
      </ActionButton>
      <ActionButton
        action={closeAsHistory}
        selectionAs="shipmentIds"
        confirm={{ title: t('closeTitle'), body: t('closeBody'), label: t('close') }}
      >
        {t('closeSelected')}
      </ActionButton>
      <ActionButton
        action={release}
        input={{ kind: 'shipped_by_channel' }}
        selectionAs="shipmentIds"
        confirm={{ title: t('sendTitle'), body: t('sendSelectedBody'), label: t('send') }}
      >
        {t('sendSelected')}
      </ActionButton>
      <ActionButton
        action={cancelDuplicates}
        selectionAs="shipmentIds"
        confirm={{ title: t('cancelTitle'), body: t('cancelBody'), label: t('cancel') }}
      >
        {t('cancelSelected')}
      </ActionButton>
      <ActionButton
        action={release}
        input={{ kind: 'duplicate' }}
        selectionAs="shipmentIds"
        confirm={{ title: t('differTitle'), body: t('differBody'), label: t('notDuplicate') }}
      >
        {t('differSelected')}
      </ActionButton>
    </>
  );
}

function Person({ recipient }: { recipient: ShownRecipient }) {
  const { name, phone, mobile, address } = recipient;
  return (
    <>
      <span className="whitespace-nowrap">
        <span className="font-medium">{name}</span> {mobile || phone}
      </span>
      <br />
      {address}
    </>
  );
}

async function Reported({ reported, obstacle, other, kinds }: HeldOrder) {
  const [t, say] = [await getTranslations('collect.held'), await getTranslations()];
  return (
    <div className="grid gap-1">
      {reported && (
        <p>
          <Person recipient={reported} />
        </p>
      )}
      {obstacle && <p className="text-warn">{say(placeRefusals[obstacle])}</p>}
      {other && (
        <p>
          {t(other.isEntered ? 'entered' : 'duplicate', {
            channel: other.channelName,
            orderNo: other.orderNo,
          })}
        </p>
      )}
      {kinds.includes('shipped_by_channel') && <p>{t('shipped')}</p>}
      {kinds.includes('cancelled_by_channel') && <p>{t('cancelled')}</p>}
    </div>
  );
}

async function Decisions({ shipmentId, kinds, obstacle }: HeldOrder) {
  const t = await getTranslations('collect.held');
  return (
    <div className="grid justify-items-center gap-1">
      {kinds.includes('address_changed') && (
        <>
          <ActionButton
            size="small"
            action={decideAddress}
            input={{ shipmentIds: [shipmentId], choice: 'apply' }}
            disabled={obstacle !== null}
            confirm={{ title: t('applyTitle'), body: t('applyOneBody'), label: t('apply') }}
          >
            {t('apply')}
          </ActionButton>
          <ActionButton
            size="small"
            action={decideAddress}
            input={{ shipmentIds: [shipmentId], choice: 'keep' }}
            confirm={{ title: t('keepTitle'), body: t('keepOneBody'), label: t('keep') }}
          >
            {t('keep')}
          </ActionButton>
        </>
      )}
      {kinds.includes('duplicate') && (
        <>
          <ActionButton
            size="small"
            action={cancelDuplicates}
            input={{ shipmentIds: [shipmentId] }}
            confirm={{ title: t('cancelTitle'), body: t('cancelOneBody'), label: t('cancel') }}
          >
            {t('cancel')}
          </ActionButton>
          <ActionButton
            size="small"
            action={release}
            input={{ shipmentIds: [shipmentId], kind: 'duplicate' }}
            confirm={{
              title: t('differTitle'),
              body: t('differOneBody'),
              label: t('notDuplicate'),
            }}
          >
            {t('notDuplicate')}
          </ActionButton>
        </>
      )}
      {kinds.includes('shipped_by_channel') && (
        <ActionButton
          size="small"
          action={closeAsHistory}
          input={{ shipmentIds: [shipmentId] }}
          confirm={{ title: t('closeTitle'), body: t('closeOneBody'), label: t('close') }}
        >
          {t('close')}
        </ActionButton>
      )}
      {kinds.includes('shipped_by_channel') && (
        <ActionButton
          size="small"
          action={release}
          input={{ shipmentIds: [shipmentId], kind: 'shipped_by_channel' }}
          confirm={{ title: t('sendTitle'), body: t('sendBody'), label: t('send') }}
        >
          {t('send')}
        </ActionButton>
      )}
      {obstacle === 'numbered' && (
        <Link className="button" data-size="small" href="/orders/invoice?list=addressChanged">
          {t('toInvoice')}
        </Link>
      )}
      {kinds.includes('cancelled_by_channel') && (
        <Link className="button" data-size="small" href="/orders/invoice?list=cancelled">
          {t('toInvoice')}
        </Link>
      )}
    </div>
  );
}
