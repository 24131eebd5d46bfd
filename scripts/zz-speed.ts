import { startTestServer } from '@/db/embedded';
import { migrate } from '@/db/migrate';
import { openPools, closePools } from '@/db/pools';
import { makeChannel, makeMall } from '@/db/testing-data';
import { checkInvariants } from '@/db/invariants';
import { collectedLine, collectedOrder, takeIn } from '@/lib/shipments/testing-intake';
import { readFileSync } from 'node:fs';
const cpuOf = (pid: number) => { try { const f = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' '); return (Number(f[11]) + Number(f[12])) / 100; } catch { return 0; } };
const server = await startTestServer();
await migrate(server.url, 'moa_app');
openPools(server.url, 'moa_app');
const ctx = await makeMall();
const channelId = await makeChannel(ctx);
const N = Number(process.env.N ?? 100_000);
const orders = Array.from({ length: N }, (_, i) => {
  const r = { name: `이름${i % 9000}`, phone: '', mobile: `010-${String(1000 + (i % 8999))}-${String(i % 10000).padStart(4, '0')}`, postcode: '06236', address1: `서울특별시 강남구 테헤란로 ${i % 500}`, address2: `${i % 30}01호`, note: '문 앞' };
  const n = i % 5 === 0 ? 3 : 2;
  return { ...collectedOrder(`2026${i}`, Array.from({ length: n }, (_, k) => collectedLine(`2026${i}:${k}`, { recipient: r, productCode: `C${(i * 7 + k) % 20000}`, option: `색상: 블랙 / 사이즈: ${k}` }))), orderer: { name: r.name, phone: r.phone, mobile: r.mobile } };
});
console.log('lines', orders.reduce((a, o) => a + o.lines.length, 0));
import { systemDb } from '@/db/pools';
import { rows } from '@/db/rows';
import { sql } from 'drizzle-orm';
const pids = async () => (await rows<{ pid: number }>(systemDb(), sql`select pid from pg_stat_activity`)).map((r) => r.pid);
for (const x of ['insert', 'again']) {
  const t = Date.now(); const c = process.cpuUsage(); const before = (await pids()).reduce((a, p) => a + cpuOf(p), 0);
  const result = await takeIn(ctx, channelId, orders);
  const u = process.cpuUsage(c);
  const after = (await pids()).reduce((a, p) => a + cpuOf(p), 0);
  console.log('pg cpu', (after - before).toFixed(1));
  console.log(x, (Date.now() - t) / 1000, 'js cpu', ((u.user + u.system) / 1e6).toFixed(1), result.added.length, result.unchanged, Math.round(process.memoryUsage().rss / 1e6), 'MB');
}
await checkInvariants();
await closePools(); await server.stop();
