import { expect, it } from 'vitest';
import { sendMail } from './send-mail';
import { startMailServer } from './testing-mail-server';

it('speaks to no server whose name leads into the own network', async () => {
  const mails = await startMailServer();
  const server = { port: mails.port, userName: '', password: '', sender: 'moa@example.test' };
  const mail = { to: 'team@example.test', subject: '알림', text: '글' };
  const named = await sendMail({ ...server, host: 'localhost' }, mail);
  expect(named).toEqual({ ok: false, error: 'address', isFinal: false });
  expect(mails.mails).toEqual([]);
  expect(await sendMail({ ...server, host: '127.0.0.1' }, mail)).toEqual({ ok: true });
  expect(mails.mails).toHaveLength(1);
  await mails.stop();
});
