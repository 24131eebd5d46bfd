import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import type { StageCounts } from '@/lib/shipments/lists/stage-counts';
import { formatCount } from '../format';
import { type Todo, todoGroups } from '../todos';

/** 처리중 / 처리필요: what waits, on every stage screen. Zero is '-', so that numbers stand out. */
export async function TodoPanel({ counts }: { counts: StageCounts['panel'] }) {
  const t = await getTranslations('frame');
  return (
    <section aria-label={t('todo.title')} className="panel">
      <h2 className="border-line border-b px-3 py-2 text-base">{t('todo.title')}</h2>
      {todoGroups.map((group) => (
        <ul
          key={group.key}
          aria-label={t(`todo.groups.${group.key}`)}
          className="border-line border-b py-1 last:border-b-0"
        >
          {group.todos.map((todo) => (
            <li key={todo.key}>
              <TodoLine todo={todo} count={counts[todo.key]} />
            </li>
          ))}
        </ul>
      ))}
    </section>
  );
}

/** Of one line: the unit goes under where there is no room for it. */
const NAME = 'flex h-[1lh] min-w-0 flex-wrap items-baseline gap-x-1.5 overflow-hidden';

async function TodoLine({ todo, count }: { todo: Todo; count: number }) {
  const t = await getTranslations('frame');
  const content = (
    <>
      <span className={NAME}>
        <span className="whitespace-nowrap">{t(`todo.${todo.key}`)}</span>
        <span className="text-2xs text-faint">{t(`units.${todo.unit}`)}</span>
      </span>
      <span
        data-count={count}
        data-tone={todo.warns && count > 0 ? 'warn' : undefined}
        className="numeric ml-auto shrink-0 whitespace-nowrap font-semibold data-[tone=warn]:text-warn data-[count='0']:font-normal data-[count='0']:text-faint"
      >
        {formatCount(count)}
      </span>
    </>
  );
  const look = 'flex min-h-[26px] items-baseline gap-1.5 px-3 py-1 leading-tight';
  return (
    <Link href={todo.href} prefetch={false} className={`${look} hover:bg-sunken`}>
      {content}
    </Link>
  );
}
