import { planAllocation } from '@/lib/allocation/plan';
const items = Array.from({ length: 5500 }, (_, v) => v < 5000 ? [{ variantId: v, qty: 1 }] : [{ variantId: v - 5000, qty: 2 }, { variantId: v - 4999, qty: 1 }]);
const available = new Map(Array.from({ length: 5000 }, (_, v) => [v, 60]));
const make = () => Array.from({ length: 100000 }, (_, i) => ({ id: i + 1, rank: [i % 10, 1e12 + ((i * 7919) % 100000), i], heldQty: 0, lines: Array.from({ length: i % 5 === 0 ? 3 : 2 }, (_, l) => ({ qty: 1 + ((i + l) % 3 >> 1), items: items[(i * 31 + l * 977) % 5500]! })) }));
for (let k = 0; k < 5; k++) { const c = make(); const t = performance.now(); const r = planAllocation(c, available, { servesPartly: true, dividesLines: true }); console.log(Math.round(performance.now() - t), 'ms', r.outcomes.filter((o) => !o.shortage).length); }
