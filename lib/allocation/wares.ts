import type { Tx } from '@/db/rows';
import type { Ctx } from '@/lib/context';
import { type Goods, loadGoods, NO_GOODS } from './goods';
import {
  loadChannelPriorities,
  loadLines,
  type OpenLines,
  type OpenShipments,
  type Reading,
} from './load';
import type { Demand } from './plan';

/** All that a plan looks at, the same under every way of serving. */
export type Wares = Pick<Demand, 'firstLines' | 'compositionOf' | 'compositions'> & {
  shipments: OpenShipments;
  lines: OpenLines;
  goods: Goods;
  priorities: ReadonlyMap<number, number>;
};

/** Loads what these of the shipments want. The locks of the shipments guard their lines. */
export async function loadWares(
  tx: Tx,
  ctx: Ctx,
  shipments: OpenShipments,
  ids: number[],
  reading: Reading,
): Promise<Wares> {
  const lines = await loadLines(tx, ctx, ids);
  const goods = await loadGoods(tx, ctx, lines.compositionId, reading);
  const priorities = await loadChannelPriorities(tx, ctx);
  return waresOf({ shipments, lines, goods, priorities });
}

function waresOf(loaded: Omit<Wares, keyof Demand>): Wares {
  const { shipments, lines, goods } = loaded;
  const places = new Map<number | null, number>();
  for (const id of goods.compositions.keys()) places.set(id, places.size + 1);
  return {
    ...loaded,
    firstLines: firstLinesOf(shipments.id, lines.shipmentId),
    compositionOf: lines.compositionId.map((id) => places.get(id) ?? 0),
    compositions: [NO_GOODS, ...goods.compositions.values()].map(({ items }) => items),
  };
}

/** Both are by shipment. */
function firstLinesOf(shipmentIds: readonly number[], ownerIds: readonly number[]): Uint32Array {
  const firstLines = new Uint32Array(shipmentIds.length + 1);
  let line = 0;
  shipmentIds.forEach((id, place) => {
    while (ownerIds[line] === id) line++;
    firstLines[place + 1] = line;
  });
  return firstLines;
}

export function hasLines({ firstLines }: Wares, place: number): boolean {
  return firstLines[place] !== firstLines[place + 1];
}
