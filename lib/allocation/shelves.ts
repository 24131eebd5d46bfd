export type Item = { variantId: number; qty: number };

/** How much of what stands on a shelf goes into one unit of a line. */
export type Part = { shelf: number; qty: number };

/** What a shipment lacked when its turn came: needed > available − taken. */
export type Shortage = {
  variantId: number;
  neededQty: number;
  availableQty: number;
  takenQty: number;
  /** The place of the last one before it that took of the variant, and how much that took. */
  taker: number | null;
  takerQty: number;
  /** How many before it took of the variant. */
  takers: number;
  otherVariants: number;
};

const NOBODY = -1;

/** A variant a shelf, in columns as well: what is left of it, and who took of it last. */
export class Shelves {
  private readonly variantIds: readonly number[];
  private readonly places: ReadonlyMap<number, number>;
  private readonly availableQty: Float64Array;
  private readonly left: Float64Array;
  private readonly takers: Uint32Array;
  private readonly lastTaker: Int32Array;
  private readonly lastQty: Float64Array;

  constructor(available: ReadonlyMap<number, number>, compositions: readonly (readonly Item[])[]) {
    const wantedIds = compositions.flatMap((items) => items.map(({ variantId }) => variantId));
    this.variantIds = [...new Set([...available.keys(), ...wantedIds])];
    this.places = new Map(this.variantIds.map((id, shelf) => [id, shelf]));
    this.availableQty = Float64Array.from(this.variantIds, (id) => available.get(id) ?? 0);
    this.left = this.availableQty.slice();
    this.takers = new Uint32Array(this.variantIds.length);
    this.lastTaker = new Int32Array(this.variantIds.length).fill(NOBODY);
    this.lastQty = new Float64Array(this.variantIds.length);
  }

  of(variantId: number): number {
    return this.places.get(variantId) ?? NOBODY;
  }

  leftQty(): Map<number, number> {
    return new Map(this.variantIds.map((id, shelf) => [id, this.left[shelf] ?? 0]));
  }

  isShort(shelf: number): boolean {
    return (this.left[shelf] ?? 0) < 0;
  }

  /** Says how much is left then. */
  move(shelf: number, qty: number): number {
    const left = (this.left[shelf] ?? 0) + qty;
    this.left[shelf] = left;
    return left;
  }

  /** Takes as many units of a line as are left, and says how many. */
  take(parts: readonly Part[], wantedQty: number, dividesLines: boolean): number {
    let units = wantedQty;
    for (const { shelf, qty } of parts)
      units = Math.min(units, Math.floor((this.left[shelf] ?? 0) / qty));
    if (units < wantedQty && !dividesLines) return 0;
    for (const { shelf, qty } of parts) this.move(shelf, -units * qty);
    return units;
  }

  /** Two lines of one shipment may take of the same goods. */
  noteTaker(shelf: number, place: number, qty: number) {
    const isNew = this.lastTaker[shelf] !== place;
    if (isNew) this.takers[shelf] = (this.takers[shelf] ?? 0) + 1;
    this.lastTaker[shelf] = place;
    this.lastQty[shelf] = isNew ? qty : (this.lastQty[shelf] ?? 0) + qty;
  }

  shortageOf(shelf: number, neededQty: number, otherVariants: number): Shortage {
    const availableQty = this.availableQty[shelf] ?? 0;
    const taker = this.lastTaker[shelf] ?? NOBODY;
    return {
      variantId: this.variantIds[shelf] ?? 0,
      neededQty,
      availableQty,
      takenQty: availableQty - (this.left[shelf] ?? 0),
      taker: taker === NOBODY ? null : taker,
      takerQty: this.lastQty[shelf] ?? 0,
      takers: this.takers[shelf] ?? 0,
      otherVariants,
    };
  }
}
