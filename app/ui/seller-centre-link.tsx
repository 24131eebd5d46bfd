import type { ReactNode } from 'react';
import { marketplaceOf } from '@/lib/channels/registry';

type SellerCentreLinkProps = {
  marketplace: string;
  size?: 'small' | undefined;
  children: ReactNode;
};

/** Where a person does what the marketplace has no API for; nothing where it has no such place. */
export function SellerCentreLink({ marketplace, size, children }: SellerCentreLinkProps) {
  const { sellerCentreUrl } = marketplaceOf(marketplace);
  if (!sellerCentreUrl) return null;
  return (
    <a className="button" data-size={size} href={sellerCentreUrl} target="_blank" rel="noreferrer">
      {children}
    </a>
  );
}
