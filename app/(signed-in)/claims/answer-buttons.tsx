import { getTranslations } from 'next-intl/server';
import { ActionButton } from '@/app/ui/form/action-button';
import { SellerCentreLink } from '@/app/ui/seller-centre-link';
import type { Offer } from '@/lib/claims/answers/offers';
import { AnswerDialog } from './answer-dialog';
import { answer } from './answers/actions';

type AnswerButtonsProps = {
  claimId: number;
  marketplace: string;
  offers: Offer[];
  size?: 'small';
};

/** What the channel can be told by its API; what it cannot is done in its seller centre. */
export async function AnswerButtons({ claimId, marketplace, offers, size }: AnswerButtonsProps) {
  const t = await getTranslations('claims.answer');
  return (
    <>
      <SellerCentreLink size={size} marketplace={marketplace}>
        {t('sellerCentre')}
      </SellerCentreLink>
      {offers.map(({ verb, form, waybillNo, lacks }) =>
        form.reasons || form.detail ? (
          <AnswerDialog
            key={verb}
            claimId={claimId}
            verb={verb}
            reasons={[...(form.reasons ?? [])]}
            hasDetail={form.detail === true}
            size={size}
          />
        ) : (
          <span key={verb} title={lacks ? t(`lacks.${lacks}`) : undefined}>
            <ActionButton
              size={size}
              variant={verb.startsWith('approve') ? 'primary' : undefined}
              disabled={lacks !== null}
              action={answer}
              input={{ claimIds: [claimId], verb }}
              confirm={{
                title: t(`verbs.${verb}`),
                body: t(`confirm.${verb}`, { waybillNo: waybillNo ?? '' }),
                label: t(`verbs.${verb}`),
              }}
            >
              {t(`verbs.${verb}`)}
            </ActionButton>
          </span>
        ),
      )}
    </>
  );
}
