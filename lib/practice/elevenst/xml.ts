import iconv from 'iconv-lite';
import type { Answer } from '../http';

export type XmlRow = Readonly<Record<string, string | number>>;

const DECLARATION = '<?xml version="1.0" encoding="euc-kr" standalone="yes"?>';
const NAMESPACE = 'xmlns:ns2="http://skt.tmall.business.openapi.spring.service.client.domain/"';
const TYPE = 'text/xml;charset=euc-kr';

export function listAnswer(rows: readonly XmlRow[]): Answer {
  if (rows.length === 0) return listResult(0, '조회된 결과가 없습니다.');
  const orders = rows.map((row) => `<ns2:order>${members(row)}</ns2:order>`);
  return xmlAnswer(`<ns2:orders ${NAMESPACE}>${orders.join('')}</ns2:orders>`);
}

/** A result in place of a list's rows. */
export function listResult(code: number, text: string): Answer {
  const result = members({ result_code: code, result_text: text }, 'ns2:');
  return xmlAnswer(`<ns2:orders ${NAMESPACE}>${result}</ns2:orders>`);
}

export function actionResult(code: number, text: string): Answer {
  const result = members({ openMallID: '11ST', result_code: code, result_text: text });
  return xmlAnswer(`<ResultOrder>${result}</ResultOrder>`);
}

/** What a front server says when nothing behind it does. */
export function htmlAnswer(status: number, text: string): Answer {
  const html = `<html><head><title>11st</title></head><body>${text}<br></body></html>`;
  return { status, body: inEucKr(html), headers: { 'content-type': 'text/html;charset=euc-kr' } };
}

function xmlAnswer(xml: string): Answer {
  return { status: 200, body: inEucKr(DECLARATION + xml), headers: { 'content-type': TYPE } };
}

function members(row: XmlRow, prefix = ''): string {
  return Object.entries(row)
    .map(([name, value]) => `<${prefix}${name}>${escaped(String(value))}</${prefix}${name}>`)
    .join('');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** A character that the encoding has not is written as its number. */
function inEucKr(text: string): Buffer {
  const bytes = iconv.encode(text, 'cp949');
  if (iconv.decode(bytes, 'cp949') === text) return bytes;
  const written = [...text].map((character) =>
    iconv.decode(iconv.encode(character, 'cp949'), 'cp949') === character
      ? character
      : `&#${character.codePointAt(0)};`,
  );
  return iconv.encode(written.join(''), 'cp949');
}
