import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Metadata } from 'next';
import { getLocale, getTranslations } from 'next-intl/server';
import { Trail } from '@/app/ui/frame/trail';
import { type Block, parseBlocks } from './blocks';
import { Section } from './section';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('guide');
  return { title: t('title') };
}

/** QUICK FAQ: what each screen does, its buttons and keys, and what to do on each error. */
export default async function GuidePage() {
  const t = await getTranslations('guide');
  const chapters = await readChapters(await getLocale());
  return (
    <>
      <Trail steps={[t('title')]} />
      <div className="grid grid-cols-[176px_minmax(0,1fr)] items-start gap-2.5 px-4 pb-6">
        <nav
          aria-label={t('contents')}
          className="panel sticky top-[calc(var(--header-height)+10px)] py-2"
        >
          <ul>
            {chapters.map(({ id, title }) => (
              <li key={id}>
                <a href={`#${id}`} className="block px-3 py-1.5 hover:bg-sunken">
                  {title}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <main className="grid gap-2.5">
          <h1 className="sr-only">{t('title')}</h1>
          {chapters.map(({ id, blocks }) => (
            <Section key={id} id={id} blocks={blocks} />
          ))}
        </main>
      </div>
    </>
  );
}

type Chapter = { id: string; title: string; blocks: Block[] };

/** Files in the order of their names: 01-collect.md is the chapter #collect. */
async function readChapters(locale: string): Promise<Chapter[]> {
  const guide = path.join(/* turbopackIgnore: true */ process.cwd(), 'docs', 'guide');
  const folder = locale === 'ko' ? guide : path.join(guide, 'en');
  const names = (await readdir(folder)).filter((name) => name.endsWith('.md')).sort();
  return Promise.all(
    names.map(async (name) => {
      const blocks = parseBlocks(await readFile(path.join(folder, name), 'utf8'));
      const [first] = blocks;
      const title = first?.kind === 'title' ? first.text : name;
      return { id: name.replace(/^\d+-|\.md$/g, ''), title, blocks };
    }),
  );
}
