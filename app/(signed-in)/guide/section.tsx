import { Fragment, type ReactNode } from 'react';
import { type Block, parseWords } from './blocks';

type SectionProps = { id: string; blocks: Block[] };

/** One chapter of the guide. */
export function Section({ id, blocks }: SectionProps) {
  return (
    <section id={id} className="panel grid scroll-mt-16 gap-3 px-6 py-5">
      {blocks.map((block) => (
        <Fragment key={JSON.stringify(block)}>{drawBlock(block)}</Fragment>
      ))}
    </section>
  );
}

function drawBlock(block: Block): ReactNode {
  switch (block.kind) {
    case 'title':
      return <h2 className="font-bold text-xl">{block.text}</h2>;
    case 'heading':
      return <h3 className="mt-3 font-semibold text-lg">{block.text}</h3>;
    case 'paragraph':
      return <p className="max-w-[72ch] leading-relaxed">{drawWords(block.text)}</p>;
    case 'list':
      return (
        <ul className="grid max-w-[72ch] list-disc gap-1 pl-5 leading-relaxed">{items(block)}</ul>
      );
    case 'steps':
      return (
        <ol className="grid max-w-[72ch] list-decimal gap-1 pl-5 leading-relaxed">
          {items(block)}
        </ol>
      );
    case 'table':
      return drawTable(block);
    case 'picture':
      return (
        // biome-ignore lint/performance/noImgElement: it is as small as it can be already.
        <img
          src={`/guide/pictures/${block.name}`}
          alt={block.alt}
          width={1280}
          height={800}
          loading="lazy"
          className="h-auto w-full max-w-[960px] rounded-md border border-line"
        />
      );
  }
}

function items({ items }: { items: string[] }): ReactNode {
  return items.map((item) => <li key={item}>{drawWords(item)}</li>);
}

function drawTable({ header, rows }: Extract<Block, { kind: 'table' }>): ReactNode {
  return (
    <div className="rounded-md border border-line">
      <table className="table">
        <thead>
          <tr>
            {header.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.join('|')}>
              {row.map((cell, column) => (
                <td key={header[column]} data-kind="wrap">
                  {drawWords(cell)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const drawings = {
  plain: Fragment,
  name: 'b',
  typed: 'code',
} as const;

function drawWords(text: string): ReactNode {
  return parseWords(text).map(({ kind, text }, index) => {
    const [Drawing, key] = [drawings[kind], `${index} ${text}`];
    return <Drawing key={key}>{text}</Drawing>;
  });
}
