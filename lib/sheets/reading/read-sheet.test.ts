import { readFileSync } from 'node:fs';
import * as CFB from 'cfb';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { recogniseOrderSheet } from '../formats/recognise-order-sheet';
import type { SheetErrorKind } from '../sheet';
import { options, refusal, workbook } from '../testing';
import { writeZip } from '../zip';
import { readSheet } from './read-sheet';

const password = '비번Pass!1234';
const paidAt = new Date('2026-11-22T04:05:00Z');

describe('a SmartStore export that another program saved', () => {
  it.each([
    ['smartstore.xlsx', undefined],
    ['smartstore.biff.xls', undefined],
    ['smartstore-standard-encryption.xlsx', password],
    ['smartstore-agile-encryption.xlsx', password],
  ])(
    'is read from %s: header below the notice, ids as text, dates as instants, cached values',
    async (name, given) => {
      const sheet = await readSheet(fixture(name), options({ password: given }));
      expect(sheet.sheetName).toBe('발주발송관리');
      expect(sheet.headerRowNo).toBe(2);
      expect(recogniseOrderSheet(sheet.headers)?.format).toBe('smartstore');
      expect(sheet.rows.map(({ rowNo, cells }) => [rowNo, ...cells.slice(0, 8)])).toEqual([
        [
          3,
          '2026112212345671',
          '2026112298765431',
          paidAt,
          '김하늘',
          '똠방각하 펲시 세트',
          '색상: 파랑 / 크기: L',
          2,
          25_000,
        ],
        [4, '2026112212345680', '2026112298765431', paidAt, '김하늘', '머그컵', null, 1, 3_900],
      ]);
      expect(sheet.rows.map(({ cells }) => cells.slice(13))).toEqual([
        ['04524', '문 앞에 놓아주세요\n벨 X'],
        ['04524', null],
      ]);
    },
  );

  it('is read from an HTML table named .xls, every cell as the text it shows', async () => {
    const sheet = await readSheet(fixture('smartstore.html.xls'), options());
    expect(sheet.headerRowNo).toBe(2);
    expect(sheet.rows[0]?.cells.slice(0, 3)).toEqual([
      '2026112212345671',
      '2026112298765431',
      '2026-11-22 13:05:00',
    ]);
    expect(sheet.rows[0]?.cells[13]).toBe('04524');
  });

  it('asks for the password, and says when it is wrong', async () => {
    for (const name of [
      'smartstore-standard-encryption.xlsx',
      'smartstore-agile-encryption.xlsx',
    ]) {
      expect(await refusal(fixture(name))).toBe('passwordNeeded');
      expect(await refusal(fixture(name), { password: '틀린 번호' })).toBe('passwordWrong');
    }
  });

  it('is refused when one byte of the encrypted content was changed', async () => {
    const file = CFB.read(fixture('smartstore-agile-encryption.xlsx'), { type: 'buffer' });
    const content = CFB.find(file, '/EncryptedPackage')?.content as Buffer;
    content.writeUInt8(content.readUInt8(2_000) ^ 1, 2_000);
    const tampered = CFB.write(file, { type: 'buffer' });
    expect(await refusal(tampered, { password })).toBe('damaged');
  });
});

describe('text files', () => {
  const csv =
    '주문번호,수취인,상품명\r\n0012,김펲시,"똠방, 각하"\r\n\r\n0013,이하늘,"말 ""인용"""\r\n';
  const rows = [
    { rowNo: 2, cells: ['0012', '김펲시', '똠방, 각하'] },
    { rowNo: 4, cells: ['0013', '이하늘', '말 "인용"'] },
  ];

  it.each([
    ['UTF-8', Buffer.from(csv)],
    ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${csv}`)],
    ['CP949', iconv.encode(csv, 'cp949')],
    ['UTF-16 as Excel saves Unicode text', Buffer.from(`\ufeff${csv}`, 'utf16le')],
    ['tabs', Buffer.from(csv.replaceAll(/,(?! )/g, '\t'))],
    ['semicolons', Buffer.from(csv.replaceAll(/,(?! )/g, ';'))],
  ])('are read in %s, row numbers counting blank rows', async (_name, bytes) => {
    const sheet = await readSheet(bytes, options());
    expect(sheet.headers).toEqual(['주문번호', '수취인', '상품명']);
    expect(sheet.rows).toEqual(rows);
  });

  it('keep zeros, 18 digits and what looks like a formula as text', async () => {
    const bytes = Buffer.from(
      '주문번호,전화,메모,금액\n123456789012345678,01012345678,\'=1+1,=1+1\n"=""0099""",\'0100,-5,1.23E+17\n',
    );
    const sheet = await readSheet(bytes, options());
    expect(sheet.rows.map(({ cells }) => cells)).toEqual([
      ['123456789012345678', '01012345678', '=1+1', '=1+1'],
      ['0099', '0100', '-5', '1.23E+17'],
    ]);
  });

  it('with a quote that never closes are damaged, not one huge cell', async () => {
    expect(await refusal(Buffer.from('주문번호,상품명\n1,"19인치 모니터\n2,컵\n'))).toBe('damaged');
  });
});

describe('a large text', () => {
  it('in CP949 keeps letters whole that stand across two pieces', async () => {
    const csv = `주문번호,상품명\n${'A1,가나다 펲똠 셔츠\n'.repeat(9_000)}`;
    const { rows } = await readSheet(iconv.encode(csv, 'cp949'), options({ maxRows: 9_000 }));
    expect(new Set(rows.map(({ cells }) => cells.join()))).toEqual(
      new Set(['A1,가나다 펲똠 셔츠']),
    );
  });

  it('with stray quotes and text behind closing ones loses no row', async () => {
    const csv = '주문번호,상품명,메모\n1,19" 모니터,문 앞\n2,"컵" 2개,"줄\n바꿈"\n3,접시,\n';
    const { rows } = await readSheet(Buffer.from(csv), options());
    expect(rows.map(({ cells }) => cells)).toEqual([
      ['1', '19" 모니터', '문 앞'],
      ['2', '"컵" 2개', '줄\n바꿈'],
      ['3', '접시', null],
    ]);
  });

  it('of one row too many is refused', async () => {
    const csv = Buffer.from(`주문번호,상품명\n${'1,컵\n'.repeat(11)}`);
    expect(await refusal(csv, { maxRows: 10 })).toBe('tooManyRows');
  });
});

describe('an old .xls', () => {
  const rows = [
    ['주문번호', '수취인', '운송장번호'],
    ['A-1', '김하늘', '684809623814'],
  ];

  it('of Excel 95 is read in the code page that it names', async () => {
    const letters = new Map(
      rows.flat().map((text, index) => [text, iconv.encode(text, 'cp949').fill(65 + index)]),
    );
    const plain = rows.map((row) => row.map((text) => letters.get(text)?.toString('latin1')));
    const bytes = changed(workbook({ A: plain }, 'biff5'), 'Book', (stream) => {
      stream.writeUInt16LE(949, placeOf(stream, CODE_PAGE) + 4);
      for (const [text, letter] of letters)
        iconv.encode(text, 'cp949').copy(stream, stream.indexOf(letter));
      return stream;
    });
    const sheet = await readSheet(bytes, options());
    expect([sheet.headers, ...sheet.rows.map(({ cells }) => cells)]).toEqual(rows);
  });

  it('with a password says that it is locked, not damaged', async () => {
    const lock = Buffer.from([0x2f, 0, 6, 0, 0, 0, 1, 2, 3, 4]);
    const locked = changed(workbook({ A: rows }, 'biff8'), 'Workbook', (stream) => {
      const behindStart = 4 + stream.readUInt16LE(2);
      return Buffer.concat([stream.subarray(0, behindStart), lock, stream.subarray(behindStart)]);
    });
    expect(await refusal(locked)).toBe('oldPassword');
  });

  const CODE_PAGE = 0x42;

  /** Where the first record of a kind stands: kind and length, two bytes each, then its content. */
  function placeOf(stream: Buffer, kind: number): number {
    let at = 0;
    while (stream.readUInt16LE(at) !== kind) at += 4 + stream.readUInt16LE(at + 2);
    return at;
  }

  function changed(bytes: Buffer, name: string, change: (stream: Buffer) => Buffer): Buffer {
    const file = CFB.read(bytes, { type: 'buffer' });
    const entry = CFB.find(file, `/${name}`);
    if (!entry) throw new Error(`no stream ${name}`);
    CFB.utils.cfb_add(file, `/${name}`, change(Buffer.from(entry.content)));
    return CFB.write(file, { type: 'buffer' });
  }
});

describe('an HTML table', () => {
  const html =
    '<html><head><meta charset="euc-kr"></head><body><table><tr><th>주문번호</th><th>수취인</th><th>운송장번호</th></tr>' +
    '<tr><td>0000123</td><td>김펲시&nbsp;</td><td>684809623814</td></tr></table></body></html>';

  it.each([
    ['EUC-KR', iconv.encode(html, 'cp949')],
    ['UTF-8', Buffer.from(html)],
  ])('in %s keeps zeros and twelve digits', async (_name, bytes) => {
    const sheet = await readSheet(bytes, options());
    expect(sheet.rows).toEqual([{ rowNo: 2, cells: ['0000123', '김펲시 ', '684809623814'] }]);
  });

  it('that claims a thousand million columns costs nothing', async () => {
    const wide = Buffer.from(html.replace('<td>0000123', '<td colspan="1000000000">0000123'));
    expect((await readSheet(wide, options())).rows[0]?.cells).toEqual(['0000123', null, null]);
  });
});

describe('a workbook of several sheets', () => {
  const head = ['주문번호', '수취인', '운송장번호'];
  const row = ['A-1', '김하늘', '684809623814'];

  it('is read where there are rows, and says which others hold some', async () => {
    const bytes = workbook({
      서식: [head],
      '8월': [head, row],
      '9월': [head, row],
      메모: [['끝']],
    });
    expect(await readSheet(bytes, options())).toMatchObject({
      sheetName: '8월',
      unreadSheets: ['9월'],
      rows: [{ rowNo: 2 }],
    });
  });

  it('is read in its best known sheet, though that is empty, rather than in a list of codes', async () => {
    const codes = [
      ['주문번호', '설명'],
      ['A', '네 자리'],
    ];
    const orders = [[...head, '수취인주소', '상품명']];
    const sheet = await readSheet(workbook({ 코드: codes, 주문: orders }), options());
    expect([sheet.sheetName, sheet.unreadSheets]).toEqual(['주문', []]);
  });
});

describe('the header row', () => {
  it('of an unknown file is the first row of names about as wide as the table', async () => {
    const bytes = workbook({
      목록: [
        ['2026년 11월 발주 목록'],
        [],
        ['품번', '이름', '비고', '몇 개'],
        ['A-1', '컵', '', 3],
      ],
    });
    const sheet = await readSheet(bytes, options());
    expect([sheet.headerRowNo, sheet.headers]).toEqual([3, ['품번', '이름', '비고', '몇 개']]);
  });

  it('is found by names the caller remembers where it looks like nothing', async () => {
    const rows = [
      ['코드 설명', '구역 이름'],
      ['A1', 'B2'],
      ['x', 'y'],
    ];
    const bytes = workbook({ 목록: rows });
    expect((await readSheet(bytes, options())).headerRowNo).toBe(1);
    expect((await readSheet(bytes, options({ headerNames: ['A1', 'B2'] }))).headerRowNo).toBe(2);
  });

  it.each(['010-1234-5678', '1012345678', '0504 1234 5678', '20261122000017'])(
    'is never an order, which the long number %s tells, nor stands below one',
    async (number) => {
      const orders = [
        ['김하늘', number, '서울 강남구 테헤란로 1', '머그컵', 2],
        ['이바다', '', '부산 해운대구 우동 2', '머그컵', 1],
      ];
      expect(await refusal(workbook({ 목록: orders }))).toBe('noHeader');
      const notice = ['문의', '02-1234-5678'];
      const named = [notice, ['이름', '연락처', '어디로', '무엇', '몇 개'], ...orders];
      expect((await readSheet(workbook({ 목록: named }), options())).headerRowNo).toBe(2);
    },
  );

  it('is missing in a file of values only, in an empty file and below row ten', async () => {
    const late = [...Array.from({ length: 10 }, () => ['20261122', '1234']), ['주문번호', '수량']];
    expect(await refusal(workbook({ 목록: late }))).toBe('noHeader');
    expect(await refusal(workbook({ 목록: [] }))).toBe('noHeader');
    expect(await refusal(Buffer.alloc(0))).toBe('noHeader');
  });
});

describe('a file that is no sheet', () => {
  const garbage = Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    Buffer.alloc(600, 7),
    Buffer.alloc(9),
  ]);
  const document = CFB.utils.cfb_new();
  CFB.utils.cfb_add(document, 'WordDocument', Buffer.alloc(5_000, 1));
  const textZip = writeZip(
    [{ name: 'a.csv', content: Buffer.from('주문번호,수량\n1,1') }],
    'deflate',
  );

  it.each<[string, Uint8Array, SheetErrorKind]>([
    ['a picture', garbage, 'unknownFormat'],
    ['a Word document', CFB.write(document, { type: 'buffer' }), 'unknownFormat'],
    ['a zip of something else', textZip, 'unknownFormat'],
    ['half a workbook', fixture('smartstore.xlsx').subarray(0, 3_000), 'damaged'],
    ['half an old workbook', fixture('smartstore.biff.xls').subarray(0, 600), 'damaged'],
    ['a zip of 21 MB', Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(21e6)]), 'tooLarge'],
    ['a text of 64 MB', Buffer.alloc(64 * 1024 * 1024, 'a'), 'tooLarge'],
  ])('is refused: %s', async (_name, bytes, kind) => {
    expect(await refusal(bytes)).toBe(kind);
  });
});

function fixture(name: string): Buffer {
  return readFileSync(new URL(`../fixtures/${name}`, import.meta.url));
}
