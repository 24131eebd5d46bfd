import { z } from 'zod';
import { attachment } from '@/lib/files/content-disposition';
import { registrationTemplate } from '@/lib/registration/template';
import { route } from '@/lib/route';

const channelId = z.coerce.number().int().positive().catch(0);

/** 엑셀등록양식 of one channel. */
export const GET = route({ name: 'register.template', role: 'viewer' }, async (ctx, request) => {
  const { searchParams } = new URL(request.url);
  const file = await registrationTemplate(ctx, channelId.parse(searchParams.get('channel')));
  return new Response(Buffer.from(file.bytes), {
    headers: {
      'Content-Type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      'Content-Disposition': attachment(file.name),
      'Cache-Control': 'no-store',
    },
  });
});
