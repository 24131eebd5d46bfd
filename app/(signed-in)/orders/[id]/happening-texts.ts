import { getLocale, getTranslations } from 'next-intl/server';
import { formatNumber } from '@/app/ui/format';
import type { Names } from '@/lib/allocation/names';
import type { Happening } from '@/lib/orders/happenings';
import { decisionText } from '../../history/decision-text';
import { detailText, verbText } from '../../history/event-text';

type Told = { head: string; text: string };

/** Says what happened: a head, and what there is to say of it. */
export async function happeningTexts(names: Names): Promise<(happening: Happening) => Told> {
  const [t, history, states] = [
    await getTranslations('order.timeline'),
    await getTranslations('history'),
    await getTranslations('ui.states'),
  ];
  const decided = await decisionText(names);
  const locale = await getLocale();
  const word = (key: string) => states(key as Parameters<typeof states>[0]);

  function runHead(happening: Extract<Happening, { kind: 'decision' }>): string {
    const key = `kinds.${happening.runKind}` as 'kinds.match';
    const kind = history.has(key) ? history(key) : happening.runKind;
    const id = String(happening.shipmentId);
    if (happening.isUndo) return t('undo', { kind, id });
    return happening.isUndone ? t('undone', { kind, id }) : t('run', { kind, id });
  }

  return (happening) => {
    switch (happening.kind) {
      case 'registered':
        return { head: t(`registered.${happening.source}`), text: '' };
      case 'change':
        return {
          head: verbText(history, happening.verb),
          text: [
            happening.subject === 'shipment' && t('parcel', { id: String(happening.subjectId) }),
            detailText(history, happening.detail, locale),
          ]
            .filter(Boolean)
            .join(' · '),
        };
      case 'decision':
        return { head: runHead(happening), text: decided(happening) };
      case 'push':
        return {
          head: word(`push.${happening.state}`),
          text: [happening.waybillNo, happening.answer].filter(Boolean).join(' · '),
        };
      case 'claim':
        return {
          head: states('claimOf', {
            kind: word(`claimKind.${happening.claimKind}`),
            state: word(`claim.${happening.state}`),
          }),
          text: [t('units', { qty: formatNumber(happening.qty) }), happening.reason]
            .filter(Boolean)
            .join(' · '),
        };
      case 'delivered':
        return { head: t('delivered', { id: String(happening.shipmentId) }), text: '' };
    }
  };
}
