import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { makeChannel, makeMall } from '@/db/testing-data';
import { inMall } from '@/lib/context';
import { registerUpload } from '@/lib/flows/after-registration';
import { writeXlsx } from '@/lib/sheets/write-xlsx';
import { deleteUpload, previewDeletion } from './delete-upload';
import { statusOf, upload } from './testing-uploads';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
const H =
  '상품주문번호, 주문번호, 배송속성, 풀필먼트사(주문 기준), 택배사(주문 기준), 배송방법(구매자 요청), 배송방법, 택배사, 송장번호, 발송일, 판매채널, 구매자명, 구매자ID, 수취인명, 주문상태, 주문세부상태, 수량클레임 여부, 결제위치, 결제일, 상품번호, 상품명, 상품종류, 반품안심케어, 멤버십N배송, 옵션정보, 옵션관리코드, 수량, 옵션가격, 상품가격, 최종 상품별 할인액, 최초 상품별 할인액, 판매자 부담 할인액, 최종 상품별 총 주문금액, 최초 상품별 총 주문금액, 사은품, 발주확인일, 발송기한, 발송처리일, 송장출력일, 배송비 형태, 배송비 묶음번호, 배송비 유형, 배송비 합계, 제주/도서 추가배송비, 배송비 할인액, 판매자 상품코드, 판매자 내부코드1, 판매자 내부코드2, 수취인연락처1, 수취인연락처2, 통합배송지, 기본배송지, 상세배송지, 구매자연락처, 우편번호, 배송메세지, 출고지, 결제수단, 네이버페이 주문관리 수수료, 매출연동 수수료, 정산예정금액, 개인통관고유부호, 주문일시, 배송희망일, 구독신청회차, 구독진행회차, 구독배송희망일, 배송태그 유형, 출입방법 유형, 출입방법 내용, 수령위치 유형, 수령위치 내용'.split(
    ', ',
  );
it('speed', async () => {
  const ctx = await makeMall();
  const channelId = await makeChannel(ctx, { marketplace: 'smartstore' });
  const N = Number(process.env.N ?? 10000);
  for (let round = 0; round < Number(process.env.ROUNDS ?? 1); round++) {
    const rows = Array.from({ length: N }, (_, i) =>
      H.map(
        (h) =>
          (
            ({
              상품주문번호: `20261122${10000000 + round * N + i}`,
              주문번호: `20261121${10000000 + round * N + (i >> 1)}`,
              수취인명: `한서${i % 400}`,
              수취인연락처1: `010-${2000 + (i % 7000)}-${1000 + (i % 9000)}`,
              기본배송지: `서울특별시 강남구 테헤란로 ${i % 300}`,
              상세배송지: `${i % 30}동 ${i}호`,
              우편번호: '06236',
              수량: 1,
              상품가격: 19900,
              옵션가격: 0,
              상품번호: `${i % 500}`,
              상품명: `린넨 셔츠 ${i % 500}`,
              옵션정보: `색상: ${i % 9}`,
              결제일: '2026-11-22 10:00:00',
              주문일시: '2026-11-22 09:59:00',
            }) as Record<string, string | number>
          )[h] ?? `값 ${h} ${i % 50}`,
      ),
    );
    let t = Date.now();
    const lap = (what: string) => {
      console.log(what, Date.now() - t);
      t = Date.now();
    };
    rows.forEach((r) => {
      r[14] = '결제완료';
      r[15] = '발주확인';
      r[36] = '2026-11-24 23:59:59';
      r[32] = 19900;
    });
    const bytes = await writeXlsx({ sheetName: '발주발송관리', headers: H, rows, textColumns: [] });
    lap(`write ${bytes.length}`);
    const id = await upload(ctx, channelId, { name: 'a.xlsx', bytes });
    lap('parse');
    console.log(await statusOf(ctx, id));
    console.log(await registerUpload(ctx, id).then((r) => ({ ...r, orderIds: 0 })));
    lap('commit+match');
    if (round === 0) {
      await inMall(ctx, (tx) => tx.execute(sql`select 1`));
    }
    if (round === Number(process.env.ROUNDS ?? 1) - 1) {
      console.log(await previewDeletion(ctx, id));
      lap('preview deletion');
      console.log(await deleteUpload(ctx, id));
      lap('delete');
    }
  }
}, 600000);
