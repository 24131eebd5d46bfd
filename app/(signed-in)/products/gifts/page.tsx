import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { Badge } from '@/app/ui/badge';
import { ClientMessages } from '@/app/ui/client-messages';
import { ActionButton } from '@/app/ui/form/action-button';
import { formatCount, formatMoney, formatNumber } from '@/app/ui/format';
import { Trail } from '@/app/ui/frame/trail';
import { List } from '@/app/ui/table/list';
import { type Column, Table } from '@/app/ui/table/table';
import type { Translate } from '@/app/ui/translate';
import { currentCtx } from '@/lib/auth/current';
import { isAtLeast } from '@/lib/auth/role';
import { type GiftRuleRow, giftRules } from '@/lib/gifts/rules';
import { type ChannelChoice, channelChoices } from '@/lib/shipments/lists/channels';
import { ProductTabs } from '../product-tabs';
import { giveNow, turn } from './actions';
import { beforeMidnight, dayOf } from './days';
import { RuleDialog } from './rule-dialog';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('products.gifts');
  return { title: t('title') };
}

/** 사은품: the rules by which parcels are given something. */
export default async function GiftsPage() {
  const [ctx, t] = [await currentCtx(), await getTranslations('products.gifts')];
  const menu = await getTranslations('frame.menu');
  const [rules, channels] = [await giftRules(ctx), await channelChoices(ctx)];
  const mayChange = isAtLeast(ctx.role, 'operator');
  return (
    <>
      <Trail steps={[menu('products'), t('title')]} />
      <main className="grid grid-cols-1 gap-2.5 px-4 pb-6">
        <h1 className="sr-only">{t('title')}</h1>
        <ProductTabs selected="gifts" />
        <ClientMessages namespaces={['products']}>
          <List
            total={rules.length}
            toolbar={
              mayChange && (
                <>
                  <RuleDialog channels={channels} />
                  <ActionButton variant="primary" action={giveNow}>
                    {t('giveNow')}
                  </ActionButton>
                </>
              )
            }
          >
            <Table
              label={t('title')}
              rows={rules}
              rowKey={(rule) => rule.id}
              emptyHint={t('empty')}
              columns={ruleColumns(t, { mayChange, channels })}
            />
          </List>
        </ClientMessages>
      </main>
    </>
  );
}

function ruleColumns(
  t: Translate<'products.gifts'>,
  { mayChange, channels }: { mayChange: boolean; channels: ChannelChoice[] },
): Column<GiftRuleRow>[] {
  return [
    { key: 'name', header: t('columns.name'), cell: (rule) => rule.name },
    {
      key: 'state',
      header: t('columns.state'),
      cell: ({ isActive }) => (
        <Badge tone={isActive ? 'good' : 'neutral'}>{t(isActive ? 'on' : 'off')}</Badge>
      ),
    },
    { key: 'basis', header: t('columns.basis'), cell: ({ basis }) => t(`bases.${basis}`) },
    {
      key: 'conditions',
      header: t('columns.conditions'),
      kind: 'wrap',
      cell: (rule) => conditionsOf(t, rule).join(' · ') || t('everyone'),
    },
    {
      key: 'gift',
      header: t('columns.gift'),
      kind: 'wrap',
      cell: (rule) => `${rule.giftName} (${rule.giftCode}) × ${rule.qty}`,
    },
    {
      key: 'available',
      header: t('columns.available'),
      kind: 'number',
      cell: ({ availableQty, qty }) => (
        <span className="inline-flex items-center gap-1.5">
          {availableQty < qty && <Badge tone="warn">{t('short')}</Badge>}
          {formatNumber(availableQty)}
        </span>
      ),
    },
    {
      key: 'given',
      header: t('columns.given'),
      kind: 'number',
      cell: ({ given }) => formatCount(given),
    },
    {
      key: 'manage',
      header: t('columns.manage'),
      kind: 'center',
      cell: (rule) =>
        mayChange && (
          <span className="inline-flex gap-1.5">
            <RuleDialog rule={rule} channels={channels} />
            <ActionButton
              size="small"
              action={turn}
              input={{ id: rule.id, isActive: !rule.isActive }}
            >
              {t(rule.isActive ? 'turnOff' : 'turnOn')}
            </ActionButton>
          </span>
        ),
    },
  ];
}

function conditionsOf(t: Translate<'products.gifts'>, rule: GiftRuleRow): string[] {
  const { paidFrom, paidTo, channels, variantCodes, tags, minAmount, minQty, firstCount } = rule;
  return [
    paidFrom || paidTo
      ? t('period', { from: dayOf(paidFrom), to: dayOf(paidTo && beforeMidnight(paidTo)) })
      : '',
    channels.join(', '),
    variantCodes.join(', '),
    tags.map((tag) => `#${tag}`).join(' '),
    minAmount > 0 ? t('amountFrom', { amount: formatMoney(minAmount) }) : '',
    minQty > 0 ? t('qtyFrom', { qty: minQty }) : '',
    firstCount === null ? '' : t('firstOf', { count: firstCount }),
  ].filter((condition) => condition !== '');
}
