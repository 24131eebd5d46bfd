import { kstMoment, type SmartstoreClaim, type SmartstoreUnit } from './product-order';

/** A product order as the query and the listing show it. */
export function onTheWire(unit: SmartstoreUnit): object {
  const { order, productOrder, delivery, claim, completedClaims } = unit;
  return {
    order,
    productOrder,
    ...(delivery && { delivery }),
    ...(claim && claimMembers(claim)),
    ...(completedClaims.length > 0 && { completedClaims: completedClaims.map(completed) }),
  };
}

/** What the feed tells of a change. */
export function changeOnTheWire({
  order,
  productOrder,
  lastChanged,
  receiverAddressChanged,
}: SmartstoreUnit): object {
  return {
    orderId: order.orderId,
    productOrderId: productOrder.productOrderId,
    productOrderStatus: productOrder.productOrderStatus,
    claimType: productOrder.claimType,
    claimStatus: productOrder.claimStatus,
    lastChangedDate: kstMoment(new Date(lastChanged.at)),
    lastChangedType: lastChanged.type,
    paymentDate: order.paymentDate,
    receiverAddressChanged,
  };
}

/** An open claim stands twice: under its kind, and again among the current ones. */
function claimMembers(claim: SmartstoreClaim): object {
  if (claim.claimStatus === 'CANCEL_DONE') return {};
  const kind = claim.claimType.toLowerCase();
  const { claimId, claimStatus, claimRequestDate, requestQuantity, reason, detail } = claim;
  const member = {
    claimId,
    claimStatus,
    claimRequestDate,
    requestChannel: '구매회원',
    requestQuantity,
    [`${kind}Reason`]: reason,
    [`${kind}DetailedReason`]: detail,
  };
  return { [kind]: member, currentClaim: { [kind]: member } };
}

function completed(claim: SmartstoreClaim): object {
  const { claimId, claimType, claimStatus, claimRequestDate, requestQuantity } = claim;
  return {
    claimType,
    claimId,
    claimStatus,
    claimRequestDate,
    requestChannel: '구매회원',
    claimRequestReason: claim.reason,
    claimRequestDetailContent: claim.detail,
    requestQuantity,
  };
}
