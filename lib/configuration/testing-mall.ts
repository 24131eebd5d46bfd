import { sql } from 'drizzle-orm';
import { makeVariants } from '@/db/testing-data';
import { savePriority } from '@/lib/allocation/saved-priority';
import { type Ctx, inMall } from '@/lib/context';
import { waybillNoFromSerial } from '@/lib/couriers/waybill-range';
import { addGiftRule } from '@/lib/gifts/rules';
import { addWaybillRange } from '@/lib/invoicing/accounts/courier-accounts';
import { addCourierAccount } from '@/lib/invoicing/accounts/save-courier-account';
import { savePrinter } from '@/lib/invoicing/prints/printers';
import { saveTemplate } from '@/lib/invoicing/templates/save-template';
import { addTarget } from '@/lib/notifications/change-targets';
import { saveMailServer } from '@/lib/notifications/save-mail-server';
import { saveRetention } from '@/lib/retention/settings';
import { addChannel } from '@/lib/settings/add-channel';
import { saveAutopilot } from '@/lib/settings/autopilot';
import { setCourierCodes } from '@/lib/settings/courier-codes';
import { saveRemotePostcodes, saveUsualAccount } from '@/lib/settings/parcel-defaults';
import { saveParcelRule } from '@/lib/settings/save-parcel-rule';
import { builtInLayout } from '@/lib/sheets/formats/waybill-layout';
import { saveTrackingService } from '@/lib/shipping/tracking/service';
import { setChannelLayout } from '@/lib/shipping/waybill-files/layout';

export const ENCRYPTION_KEY = Buffer.alloc(32, 'configuration').toString('base64');
const sealing = { encryptionKey: ENCRYPTION_KEY };

/** No key or password of the mall below; none may ever stand in its file. */
export const SECRETS = [
  'coupang-secret-0001',
  'courier-api-key-0001',
  'mail-password-0001',
  'tracking-key-0001',
];

/** The goods and suppliers that settings name, which every mall has from elsewhere. */
export async function stockMall(ctx: Ctx): Promise<void> {
  await makeVariants(ctx, [{ code: 'GIFT', onHand: 5 }, { code: 'SHIRT' }, { code: 'SOCKS' }]);
  await inMall(ctx, (tx) =>
    tx.execute(sql`insert into suppliers (mall_id, name) values (${ctx.mallId}, '첫째상사')`),
  );
}

/** Something of every kind that can be set. */
export async function setEverything(ctx: Ctx): Promise<void> {
  const { channelId } = await addChannel(
    ctx,
    {
      ...{
        marketplace: 'coupang',
        account: '모아데일리',
        shopNo: 1,
        name: '쿠팡 본점',
        priority: 5,
      },
      ...{ collectsAutomatically: true, collectIntervalMinutes: 20 },
      ...{ acknowledgesAutomatically: true, partialShipment: 'wait_for_all', baseUrl: '' },
      credential: { vendorId: 'A0001', accessKey: 'access-0001', secretKey: SECRETS[0] ?? '' },
    },
    sealing,
  );
  const kakao = await addChannel(
    ctx,
    {
      ...{ marketplace: 'kakao', account: '', shopNo: 1, name: '카카오 선물', priority: 9 },
      ...{ collectsAutomatically: false, collectIntervalMinutes: 10 },
      ...{ acknowledgesAutomatically: false, partialShipment: 'first_ships_all', baseUrl: '' },
      credential: {},
    },
    sealing,
  );
  await setChannelLayout(ctx, {
    channelId: kakao.channelId,
    layout: { ...builtInLayout('kakao'), sheetName: '우리 시트' },
  });
  await setCourierCodes(ctx, { marketplace: 'coupang', codes: [{ courier: 'cj', code: 'CJX' }] });
  const sender = { senderName: '모아', senderPhone: '02-000-0000', senderAddress: '서울 어딘가 1' };
  const accountId = await addCourierAccount(
    ctx,
    {
      courier: 'hanjin',
      contractCode: '10203',
      name: '한진 본사',
      labelSize: '123x100',
      ...sender,
    },
    sealing,
  );
  await addCourierAccount(
    ctx,
    {
      ...{ courier: 'cj', contractCode: 'C-9', name: 'CJ 연동', labelSize: '100x150', ...sender },
      ...{
        numbersFrom: 'api',
        apiBaseUrl: 'https://courier.example.com',
        apiKey: SECRETS[1] ?? '',
      },
    },
    sealing,
  );
  await addWaybillRange(ctx, {
    accountId,
    from: waybillNoFromSerial('hanjin', 50_000_000_000),
    to: waybillNoFromSerial('hanjin', 50_000_000_999),
  });
  await savePrinter(ctx, {
    ...{ name: '포장대', labelSize: '100x150', offsetXMm: 1.5, offsetYMm: -2, rotation: 180 },
    ...{ copies: 2, pageOrder: 'picking' },
  });
  await saveTemplate(ctx, {
    courier: 'hanjin',
    template: {
      koreanName: '우리 양식',
      rowPer: 'item',
      columns: [
        { header: '품목', value: { join: ['productName', 'quantity'], betweenFields: ' ' } },
      ],
    },
  });
  await saveParcelRule(ctx, {
    ...{ kind: 'courier', name: '제주는 한진', courierAccountId: accountId },
    ...{ newPeople: [], keptPeople: [] },
    conditions: { channelIds: [channelId], regions: ['jeju'], qtyFrom: 1, variantCodes: ['SHIRT'] },
  });
  await saveParcelRule(ctx, {
    ...{ kind: 'hold', name: '고액', courierAccountId: null, newPeople: [], keptPeople: [] },
    conditions: { amountFrom: 500_000, supplierIds: await supplierIds(ctx) },
  });
  await saveParcelRule(ctx, {
    ...{ kind: 'hold', name: '블랙리스트', courierAccountId: null, conditions: {} },
    ...{ newPeople: ['홍길동', '010-0000-1234'], keptPeople: [] },
  });
  await addGiftRule(ctx, {
    ...{ name: '봄 사은품', basis: 'bundle', from: '2026-03-01', to: '2026-03-31' },
    ...{ channelIds: [channelId], variantCodes: ['SOCKS', 'SHIRT'], tags: ['봄'] },
    ...{ minAmount: 30_000, minQty: 0, firstCount: 100, giftCode: 'GIFT', qty: 1 },
  });
  const mailbox = { way: 'email', address: 'team@example.test', secret: '' } as const;
  await addTarget(ctx, { ...mailbox, kinds: ['numbers_low'], language: 'en' }, ENCRYPTION_KEY);
  await saveMailServer(
    ctx,
    {
      ...{ host: 'mail.example.com', port: 587, userName: 'moa', sender: 'moa@example.com' },
      password: SECRETS[2] ?? '',
    },
    ENCRYPTION_KEY,
  );
  await saveTrackingService(
    ctx,
    { baseUrl: 'https://tracking.example.com', apiKey: SECRETS[3] ?? '' },
    ENCRYPTION_KEY,
  );
  await rememberColumns(ctx, channelId);
  await saveRetention(ctx, 120);
  await savePriority(ctx, ['tag:VIP', 'ship_by', 'amount']);
  await saveAutopilot(ctx, {
    ...{ days: 14, bundleScope: 'any_channel' },
    allocation: {
      ...{ servesPartly: true, reallocatesPartly: false, channelIds: [channelId], tags: ['봄'] },
      supplierIds: await supplierIds(ctx),
    },
  });
  await saveUsualAccount(ctx, accountId);
  await saveRemotePostcodes(ctx, '40200-40240 경북 울릉군');
}

async function rememberColumns(ctx: Ctx, channelId: number): Promise<void> {
  const picked = JSON.stringify({ orderNo: { header: '번호', nth: 0 } });
  await inMall(ctx, (tx) =>
    tx.execute(sql`
      insert into sheet_mappings (mall_id, purpose, channel_id, courier, headers, header_names,
        mapping)
      values
        (${ctx.mallId}, 'orders', ${channelId}, null, 'fingerprint', '["번호", "품명"]'::jsonb,
          ${picked}::jsonb),
        (${ctx.mallId}, 'waybills', null, 'hanjin', ${'접수번호\n운송장'}, null,
          '{"waybillNo": 1, "shipmentNo": 0}'::jsonb)`),
  );
}

async function supplierIds(ctx: Ctx): Promise<number[]> {
  const found = await inMall(ctx, (tx) =>
    tx.execute(sql`select id from suppliers where mall_id = ${ctx.mallId}`),
  );
  return found.map(({ id }) => Number(id));
}
