import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { en } from '@/messages/en';
import { type Block, parseBlocks, parseWords } from './blocks';

const chaptersIn = (folder: string) => readdirSync(folder).filter((name) => name.endsWith('.md'));
const [koreanFiles, englishFiles] = [chaptersIn('docs/guide'), chaptersIn('docs/guide/en')];

/** Every sentence, without what it is filled with. */
const sentences = (node: unknown): string[] =>
  typeof node === 'string'
    ? [node.replace(/\{[^}]*\}/g, '').trim()]
    : Object.values(node as Record<string, unknown>).flatMap(sentences);

const measure = (blocks: Block[]) => ({
  pictures: blocks.flatMap((block) => (block.kind === 'picture' ? block.name : [])),
  headings: blocks.filter(({ kind }) => kind === 'heading').length,
  rows: blocks.flatMap((block) => (block.kind === 'table' ? block.rows : [])).length,
});

describe('the guide', () => {
  it('is titles, headings, paragraphs, lists, steps, pictures and tables', () => {
    const text =
      '# 제목\n\n## 소제목\n\n한 줄\n두 줄\n\n- 가\n- 나\n\n1. 하나\n2. 둘\n\n![수집 화면](../images/collect.png)\n\n| 말 | 뜻 |\n|---|---|\n| 품목 | 단위 |';
    expect(parseBlocks(text)).toEqual([
      { kind: 'title', text: '제목' },
      { kind: 'heading', text: '소제목' },
      { kind: 'paragraph', text: '한 줄 두 줄' },
      { kind: 'list', items: ['가', '나'] },
      { kind: 'steps', items: ['하나', '둘'] },
      { kind: 'picture', alt: '수집 화면', name: 'collect.png' },
      { kind: 'table', header: ['말', '뜻'], rows: [['품목', '단위']] },
    ]);
  });

  it('tells the names of buttons and what is typed from all else', () => {
    expect(parseWords('**등록**을 누르고 `-`를 적습니다.')).toEqual([
      { kind: 'name', text: '등록' },
      { kind: 'plain', text: '을 누르고 ' },
      { kind: 'typed', text: '-' },
      { kind: 'plain', text: '를 적습니다.' },
    ]);
  });

  it('has every chapter in English, too', () => {
    expect(englishFiles).toEqual(koreanFiles);
    for (const name of englishFiles)
      expect(readFileSync(`docs/guide/en/${name}`, 'utf8')).not.toMatch(/\p{Script=Hangul}/u);
  });

  it('names in English only what the screens are called', () => {
    const words = new Set(sentences(en));
    const unknown = englishFiles.flatMap((name) => {
      const text = readFileSync(`docs/guide/en/${name}`, 'utf8');
      const names = [...text.matchAll(/\*\*(.+?)\*\*/g)].flatMap(([, bold = '']) =>
        bold.split(' > '),
      );
      return names.filter((name) => /^[A-Z]/.test(name) && !words.has(name));
    });
    expect(unknown).toEqual([]);
  });

  it.each(koreanFiles)('%s has each picture, heading and row in English, too', (name) => {
    const [korean, english] = ['docs/guide', 'docs/guide/en'].map((folder) =>
      measure(parseBlocks(readFileSync(`${folder}/${name}`, 'utf8'))),
    );
    const inEnglish = korean?.pictures.map((picture) => picture.replace('.png', '.en.png'));
    expect(english?.pictures).toEqual(inEnglish);
    expect(english?.headings).toBeGreaterThanOrEqual(korean?.headings ?? 0);
    expect(english?.rows).toBeGreaterThanOrEqual(korean?.rows ?? 0);
  });

  const all = [...koreanFiles, ...englishFiles.map((name) => `en/${name}`)];
  it.each(all)('%s is written in what can be drawn', (name) => {
    const blocks = parseBlocks(readFileSync(`docs/guide/${name}`, 'utf8'));
    expect(blocks[0]?.kind).toBe('title');
    const pictures = blocks.flatMap((block) => (block.kind === 'picture' ? block.name : []));
    expect(pictures.filter((picture) => !existsSync(`docs/images/${picture}`))).toEqual([]);
    for (const block of blocks) {
      if (block.kind === 'table')
        expect(new Set([block.header, ...block.rows].map((row) => row.length)).size).toBe(1);
      else if ('text' in block) expect(block.text).not.toMatch(/^[|#>-]|^\d+\. |```|\]\(/);
    }
  });
});
