import { exportConfiguration } from '@/lib/configuration/export';
import { attachment } from '@/lib/files/content-disposition';
import { koreanDay } from '@/lib/period';
import { route } from '@/lib/route';

/** 설정 내보내기. */
export const GET = route({ name: 'configuration.export', role: 'manager' }, async (ctx) => {
  const text = await exportConfiguration(ctx);
  return new Response(text, {
    headers: {
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Disposition': attachment(`moa-settings-${koreanDay(ctx.now)}.json`),
      'Cache-Control': 'no-store',
    },
  });
});
