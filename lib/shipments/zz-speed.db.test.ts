import { expect, it, beforeAll, afterAll } from 'vitest';
import { createTestDatabase } from '@/db/testing';
import { makeChannel, makeMall } from '@/db/testing-data';
import { checkInvariants } from '@/db/invariants';
import { collectedLine, collectedOrder, takeIn } from './testing-intake';
let drop: () => Promise<void>;
beforeAll(async () => { drop = (await createTestDatabase()).drop; });
afterAll(() => drop());
it('speed', async () => {
  const ctx = await makeMall();
  const channelId = await makeChannel(ctx);
  const N = 100_000;
  const orders = Array.from({ length: N }, (_, i) => {
    const r = { name: `이름${i % 9000}`, phone: '', mobile: `010-${String(1000 + (i % 8999))}-${String(i % 10000).padStart(4, '0')}`, postcode: '06236', address1: `서울특별시 강남구 테헤란로 ${i % 500}`, address2: `${i % 30}01호`, note: '문 앞' };
    const n = 1 + (i % 5 === 0 ? 2 : i % 5 < 4 ? 1 : 2);
    return { ...collectedOrder(`2026${i}`, Array.from({ length: n }, (_, k) => collectedLine(`2026${i}:${k}`, { recipient: r, productCode: `C${(i * 7 + k) % 20000}`, option: `색상: 블랙 / 사이즈: ${k}` }))), orderer: { name: r.name, phone: r.phone, mobile: r.mobile } };
  });
  console.log('lines', orders.reduce((a, o) => a + o.lines.length, 0));
  for (const x of ['insert', 'again']) {
    const t = Date.now();
    const c = process.cpuUsage();
    const result = await takeIn(ctx, channelId, orders);
    const u = process.cpuUsage(c);
    console.log(x, (Date.now() - t) / 1000, 'js cpu', (u.user + u.system) / 1e6, result.added.length, result.unchanged);
  }
  await checkInvariants();
}, 300_000);
