import { recordEvent } from '@/lib/audit/record-event';
import type { Ctx } from '@/lib/context';
import { inMall } from '@/lib/context';
import { configurationText, type Entries } from './file';
import { readNames } from './names';
import type { AnySection } from './section';
import { type SectionName, sections } from './sections';

/** 설정 내보내기: what a mall has set, without keys, passwords and people. */
export async function exportConfiguration(ctx: Ctx): Promise<string> {
  return inMall(ctx, async (tx) => {
    const place = { tx, ctx, names: await readNames(tx, ctx) };
    const settings = {} as Entries;
    for (const [name, section] of Object.entries(sections) as [SectionName, AnySection][])
      settings[name] = await section.read(place);
    const count = Object.values(settings).reduce((sum, entries) => sum + entries.length, 0);
    await recordEvent(tx, ctx, {
      verb: 'configuration.export',
      subject: 'setting',
      subjectId: null,
      detail: { count },
    });
    return configurationText(settings);
  });
}
