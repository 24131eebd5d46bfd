import { createServer, type Socket } from 'node:net';

export type FakeMailServer = {
  port: number;
  /** What was accepted, whole. */
  mails: string[];
  logins: string[];
  /** The next mails are answered so instead of being taken. */
  refuseWith: (answer: string | null) => void;
  stop: () => Promise<void>;
};

/** A mail server on this machine that speaks as much of the protocol as one mail needs. */
export async function startMailServer(): Promise<FakeMailServer> {
  const taken = { mails: [] as string[], logins: [] as string[] };
  let refusal: string | null = null;
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    converse(socket, taken, () => refusal);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('No port.');
  return {
    ...taken,
    port: address.port,
    refuseWith: (answer) => {
      refusal = answer;
    },
    stop: () =>
      new Promise((resolve) => {
        for (const socket of open) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

type Taken = { mails: string[]; logins: string[] };

function converse(socket: Socket, taken: Taken, refusal: () => string | null) {
  const say = (line: string) => socket.write(`${line}\r\n`);
  let waiting = '';
  let mail: string[] | null = null;
  socket.on('error', () => {});
  socket.on('data', (bytes) => {
    waiting += bytes.toString('utf8');
    const lines = waiting.split('\r\n');
    waiting = lines.pop() ?? '';
    for (const line of lines) take(line);
  });
  say('220 practice mail');

  function take(line: string) {
    if (!mail) return answer(line);
    if (line !== '.') return mail.push(line);
    taken.mails.push(mail.join('\n'));
    mail = null;
    say('250 taken');
  }

  function answer(line: string) {
    const [verb = '', kind = '', text = ''] = line.split(' ');
    switch (verb.toUpperCase()) {
      case 'EHLO':
        socket.write('250-practice mail\r\n250 AUTH PLAIN\r\n');
        return;
      case 'AUTH':
        taken.logins.push(Buffer.from(kind === 'PLAIN' ? text : '', 'base64').toString());
        return say('235 welcome');
      case 'RCPT':
        return say(refusal() ?? '250 known');
      case 'DATA':
        mail = [];
        return say('354 go on');
      case 'QUIT':
        return socket.end('221 bye\r\n');
      default:
        return say('250 well');
    }
  }
}
