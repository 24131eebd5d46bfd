import type { Plan } from './plan';

export type BundleCounts = {
  bundled: number;
  /** Shipments that go into another one. */
  joined: number;
  reviews: number;
  leftOut: number;
};

export function countsOf(plan: Plan): BundleCounts {
  return {
    bundled: plan.bundles.length,
    joined: plan.bundles.reduce((sum, group) => sum + group.members.length, 0),
    reviews: plan.reviews.length,
    leftOut: plan.leftOut.length,
  };
}
