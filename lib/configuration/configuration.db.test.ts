import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { rows } from '@/db/rows';
import { createTestDatabase, type TestDatabase } from '@/db/testing';
import { makeMall } from '@/db/testing-data';
import { type Ctx, inMall } from '@/lib/context';
import { readAutopilot } from '@/lib/settings/autopilot';
import { saveParcelRule } from '@/lib/settings/save-parcel-rule';
import { readService } from '@/lib/shipping/tracking/round-store';
import { saveTrackingService, trackingOverview } from '@/lib/shipping/tracking/service';
import { exportConfiguration } from './export';
import { type ImportedEntry, importConfiguration, previewImport } from './import';
import { sectionNames } from './sections';
import { ENCRYPTION_KEY, SECRETS, setEverything, stockMall } from './testing-mall';

let database: TestDatabase;
let full: Ctx;
let fresh: Ctx;
let text: string;
beforeAll(async () => {
  database = await createTestDatabase();
  full = await makeMall();
  await stockMall(full);
  await setEverything(full);
  text = await exportConfiguration(full);
});
afterAll(() => database.drop());
beforeEach(async () => {
  fresh = await makeMall();
  await stockMall(fresh);
});

const allocation = { servesPartly: true, reallocatesPartly: false };

type File = { settings: Record<string, Record<string, unknown>[]> };

const fileOf = (of: string) => JSON.parse(of) as File;

function changed(change: (settings: File['settings']) => void): string {
  const file = fileOf(text);
  change(file.settings);
  return JSON.stringify(file);
}

const withoutRanges = () =>
  changed((settings) => {
    settings.numberRanges = [];
  });

const refusedOf = (entries: ImportedEntry[]) =>
  entries.flatMap(({ outcome, section, name, remark }) =>
    outcome === 'refused' ? [`${section} ${name}: ${remark?.reason}`] : [],
  );

const countOf = (entries: ImportedEntry[], outcome: ImportedEntry['outcome']) =>
  entries.filter((entry) => entry.outcome === outcome).length;

describe('the file', () => {
  it('holds something of every kind, and no key, password or person', () => {
    const { settings } = fileOf(text);
    expect(Object.keys(settings)).toEqual(sectionNames);
    expect(sectionNames.filter((name) => settings[name]?.length === 0)).toEqual([]);
    for (const secret of [...SECRETS, '홍길동', '1234', '블랙리스트', 'access-0001'])
      expect(text).not.toContain(secret);
  });

  it('makes a fresh mall the same, and changes nothing when it comes again', async () => {
    const given = withoutRanges();
    const looked = await previewImport(fresh, given);
    expect(refusedOf(looked)).toEqual([]);
    const once = await importConfiguration(fresh, given);
    expect(once).toEqual({
      added: countOf(looked, 'added'),
      changed: countOf(looked, 'changed'),
      refused: 0,
    });
    const { settings } = fileOf(await exportConfiguration(fresh));
    const withoutKeys = changed((meant) => {
      meant.numberRanges = [];
      meant.channels = (meant.channels ?? []).map((channel) =>
        channel.marketplace === 'coupang' ? { ...channel, isActive: false } : channel,
      );
    });
    expect(settings).toEqual(fileOf(withoutKeys).settings);
    const events = await eventsOf(fresh);
    expect(await importConfiguration(fresh, given)).toEqual({ added: 0, changed: 0, refused: 0 });
    expect(await eventsOf(fresh)).toEqual(events);
    expect(events).toContainEqual(expect.objectContaining({ verb: 'configuration.import' }));
  });

  it('of a time when the autopilot chose no goods means all of them', async () => {
    const value = { days: 14, bundleScope: null, allocation };
    const given = changed((settings) => {
      settings.numberRanges = [];
      settings.mall = [{ name: 'autopilot', value }];
    });
    expect(await importConfiguration(fresh, given)).toMatchObject({ refused: 0 });
    expect(await readAutopilot(fresh)).toEqual({
      ...value,
      allocation: { ...allocation, channelIds: [], supplierIds: [], tags: [] },
    });
    expect(await importConfiguration(fresh, given)).toMatchObject({ changed: 0 });
  });

  it('takes the tracking service along without its key, which stays with its own address', async () => {
    const keyOf = async (ctx: Ctx) => (await readService(ctx, ENCRYPTION_KEY))?.apiKey ?? null;
    await importConfiguration(fresh, withoutRanges());
    expect(await trackingOverview(fresh)).toMatchObject({
      ...{ baseUrl: 'https://tracking.example.com', hasKey: false },
    });
    expect(await keyOf(fresh)).toBeNull();
    const own = { baseUrl: 'https://tracking.example.com', apiKey: 'our-own-key' };
    await saveTrackingService(fresh, own, ENCRYPTION_KEY);
    await importConfiguration(fresh, withoutRanges());
    expect(await keyOf(fresh)).toBe('our-own-key');
    const elsewhere = changed((settings) => {
      settings.numberRanges = [];
      settings.trackingService = [{ baseUrl: 'https://elsewhere.example.com' }];
    });
    await importConfiguration(fresh, elsewhere);
    expect(await keyOf(fresh)).toBeNull();
  });

  it('is looked at without changing anything', async () => {
    const before = fileOf(await exportConfiguration(fresh)).settings;
    const looked = await previewImport(fresh, withoutRanges());
    expect(countOf(looked, 'added')).toBeGreaterThan(10);
    expect(fileOf(await exportConfiguration(fresh)).settings).toEqual(before);
  });

  it('says what changes, and keeps what stands only here', async () => {
    await importConfiguration(fresh, withoutRanges());
    const given = changed((settings) => {
      settings.numberRanges = [];
      settings.printers = [{ ...settings.printers?.[0], copies: 5 }];
      settings.giftRules = [];
    });
    const looked = (await previewImport(fresh, given)).filter(({ outcome }) => outcome !== 'same');
    expect(looked).toEqual([
      { section: 'printers', name: '포장대', outcome: 'changed', fields: ['copies'] },
      { section: 'giftRules', name: '봄 사은품', outcome: 'kept', fields: [] },
    ]);
  });

  it('adds a channel with an API switched off until it has its key', async () => {
    await importConfiguration(fresh, withoutRanges());
    const channels = await inMall(fresh, (tx) =>
      rows(
        tx,
        sql`
        select marketplace, is_active, credential_id from channels
        where mall_id = ${fresh.mallId} order by marketplace`,
      ),
    );
    expect(channels).toEqual([
      { marketplace: 'coupang', is_active: false, credential_id: null },
      { marketplace: 'kakao', is_active: true, credential_id: null },
    ]);
  });
});

describe('channels that are switched off', () => {
  const withActive = (isActive: boolean | undefined) =>
    changed((settings) => {
      settings.numberRanges = [];
      settings.channels = (settings.channels ?? []).map((channel) => ({ ...channel, isActive }));
    });
  const active = async () => {
    const { channels = [] } = fileOf(await exportConfiguration(fresh)).settings;
    return channels.map(({ marketplace, isActive }) => [marketplace, isActive]);
  };

  it('stand in the file, which switches off but none with an API on', async () => {
    await importConfiguration(fresh, withActive(true));
    await inMall(fresh, (tx) =>
      tx.execute(sql`update channels set is_active = true where mall_id = ${fresh.mallId}`),
    );
    expect(await importConfiguration(fresh, withActive(undefined))).toMatchObject({ changed: 0 });
    expect(await importConfiguration(fresh, withActive(false))).toMatchObject({ changed: 2 });
    expect(await active()).toEqual([
      ['coupang', false],
      ['kakao', false],
    ]);
    expect(await importConfiguration(fresh, withActive(true))).toMatchObject({ changed: 1 });
    expect(await active()).toEqual([
      ['coupang', false],
      ['kakao', true],
    ]);
  });
});

it('names the columns of a mapping, not the fingerprint of its headers', async () => {
  const looked = await previewImport(full, text);
  const mappings = looked.filter(({ section }) => section === 'columnMappings');
  expect(mappings.map(({ name }) => name).sort()).toEqual([
    expect.stringMatching(/^orders .* 번호 · 품명$/),
    'waybills hanjin 접수번호 · 운송장',
  ]);
});

describe('refuses by itself, and takes the rest', () => {
  it('a range whose numbers another mall gives already', async () => {
    const [refused, ...others] = refusedOf(await previewImport(fresh, text));
    expect(refused).toMatch(/^numberRanges hanjin\/10203 .*: rangeTaken$/);
    expect(others).toEqual([]);
  });

  it('numbers that overlap in the file, are no numbers, or have no contract', async () => {
    const [range] = fileOf(text).settings.numberRanges ?? [];
    const given = changed((settings) => {
      const moved = { ...settings.couriers?.[1], contractCode: 'NEW' };
      settings.couriers = [moved];
      const at = { ...range, contract: 'hanjin/NEW' } as Record<string, unknown>;
      settings.numberRanges = [
        at,
        { ...at, from: at.to },
        { ...at, to: '1' },
        { ...at, used: 5_000 },
        { ...at, contract: 'hanjin/nobody' },
      ];
      settings.mall = [];
      settings.parcelRules = [];
    });
    const reasons = refusedOf(await previewImport(fresh, given)).map((one) => one.split(': ')[1]);
    expect(reasons.sort()).toEqual(['notANumber', 'rangeTaken', 'twice', 'unknownContract'].sort());
  });

  it('what names a thing that this mall has not', async () => {
    const given = changed((settings) => {
      settings.numberRanges = [];
      settings.channels = (settings.channels ?? []).filter(
        ({ marketplace }) => marketplace !== 'coupang',
      );
      settings.giftRules?.push({ ...settings.giftRules[0], name: '없는 품목', giftCode: 'NONE' });
      settings.parcelRules?.push({
        ...{ kind: 'hold', name: '없는 공급사', rank: 9, isActive: true, contract: null },
        conditions: { suppliers: ['아무도'] },
      });
      settings.parcelRules?.push({
        ...{ kind: 'hold', name: '거꾸로', rank: 10, isActive: true, contract: null },
        conditions: { qtyFrom: 5, qtyTo: 2 },
      });
    });
    const refused = refusedOf(await previewImport(fresh, given));
    expect(refused).toContain('parcelRules courier 제주는 한진: unknownChannel');
    expect(refused).toContain('parcelRules hold 없는 공급사: unknownSupplier');
    expect(refused).toContain('parcelRules hold 거꾸로: shape');
    expect(refused).toContain('giftRules 봄 사은품: unknownChannel');
    expect(refused).toContain('mall autopilot: unknownChannel');
    expect(await importConfiguration(fresh, given)).toMatchObject({ refused: refused.length });
  });

  it('a hostile entry: addresses to send keys to, made-up fields, wrong shapes, rules of people', async () => {
    await saveBlacklist(fresh);
    const given = changed((settings) => {
      settings.numberRanges = [];
      settings.channels?.push(
        { ...settings.channels[0], account: 'inside', baseUrl: 'http://169.254.169.254/latest' },
        { ...settings.channels[0], marketplace: 'cafe24', account: 'evil.example.com/#' },
        { ...settings.channels[0], account: 'extra', credentialId: 1 },
        { ...settings.channels[0], account: 'sql', priority: "1'; drop table orders; --" },
      );
      settings.couriers?.push({
        ...settings.couriers[0],
        contractCode: 'inside',
        apiBaseUrl: 'http://127.0.0.1:5432',
      });
      settings.notificationTargets = [
        { way: 'webhook', address: 'https://evil.example.com', kinds: [], language: 'ko' },
        { way: 'email', address: 'not-an-address', kinds: [], language: 'ko' },
      ];
      settings.trackingService = [{ baseUrl: 'http://127.0.0.1:9999' }];
      settings.mailServer = [{ host: 'localhost', port: 25, userName: '', sender: 'a@b.example' }];
      settings.parcelRules?.push({
        ...{ kind: 'hold', name: '블랙리스트', rank: 1, isActive: false, contract: null },
        conditions: {},
      });
      settings.mall?.push({ name: 'retentionDays', value: 1 }, { name: 'isPractice', value: true });
      settings.printers = ['포장대' as unknown as Record<string, unknown>];
    });
    const refused = refusedOf(await previewImport(fresh, given));
    expect(refused).toEqual([
      'channels #5: shape',
      'channels #6: shape',
      'channels coupang/inside/1: address',
      'channels cafe24/evil.example.com/#/1: account',
      'couriers cj/inside: address',
      'printers #1: shape',
      'parcelRules hold 블랙리스트: hasPeople',
      'notificationTargets webhook https://evil.example.com: webhookKey',
      'notificationTargets email not-an-address: address',
      'mailServer SMTP: address',
      'trackingService API: address',
      'mall #8: shape',
      'mall #9: shape',
    ]);
  });

  it('what belongs to the owner, when a manager brings the file', async () => {
    const manager: Ctx = { ...fresh, role: 'manager' };
    expect(refusedOf(await previewImport(manager, withoutRanges()))).toEqual([
      'notificationTargets email team@example.test: ownersOnly',
      'mailServer SMTP: ownersOnly',
      'mall retentionDays: ownersOnly',
    ]);
  });

  it('another address for a channel that has its key', async () => {
    const given = changed((settings) => {
      const [first, ...others] = settings.channels ?? [];
      settings.channels = [{ ...first, baseUrl: 'https://evil.example.com' }, ...others];
    });
    const looked = await previewImport(full, given);
    expect(looked.filter(({ outcome }) => outcome !== 'same')).toEqual([]);
  });

  it.each([
    ['configuration.errors.format', 'no JSON'],
    ['configuration.errors.format', '[]'],
    ['configuration.errors.format', '{"format":"other","version":1,"settings":{}}'],
    ['configuration.errors.version', '{"format":"moa-configuration","version":2,"settings":{}}'],
  ])('a file that is none: %s', async (messageKey, given) => {
    await expect(previewImport(fresh, given)).rejects.toMatchObject({ messageKey });
  });
});

async function saveBlacklist(ctx: Ctx): Promise<void> {
  await saveParcelRule(ctx, {
    ...{ kind: 'hold', name: '블랙리스트', courierAccountId: null, conditions: {} },
    ...{ newPeople: ['홍길동'], keptPeople: [] },
  });
}

async function eventsOf(ctx: Ctx) {
  const events = await inMall(ctx, (tx) =>
    rows<{ verb: string }>(
      tx,
      sql`select verb from audit_events where mall_id = ${ctx.mallId} order by id`,
    ),
  );
  return events.filter(({ verb }) => verb !== 'configuration.export');
}
