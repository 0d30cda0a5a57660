// A real SMTP server that takes mail with STARTTLS and a login, and keeps it.
import { once } from 'node:events';

import { SMTPServer } from 'smtp-server';

import { createAuthority } from './certificates.ts';

export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly raw: string;
  readonly secure: boolean;
  readonly user: string | undefined;
}

export interface Mailbox {
  readonly port: number;
  /** File of the authority that signed its certificate. */
  readonly authority: string;
  readonly received: ReceivedMail[];
  /** Connections that are open now. */
  connections(): number;
  /** Refuses an address with this answer. */
  refuse: (address: string) => { readonly code: number; readonly text: string } | undefined;
  close(): Promise<void>;
}

export interface MailboxOptions {
  readonly user: string;
  readonly password: string;
  /** Default: STARTTLS is offered. */
  readonly withoutTls?: boolean | undefined;
}

export async function createMailbox({
  user,
  password,
  withoutTls = false,
}: MailboxOptions): Promise<Mailbox> {
  const authority = createAuthority();
  const { certificate, key } = authority.sign('DNS:localhost', 30);
  let open = 0;
  const server = new SMTPServer({
    cert: certificate,
    key,
    ca: [authority.certificate],
    authOptional: withoutTls,
    ...(withoutTls ? { disabledCommands: ['STARTTLS', 'AUTH'] } : {}),
    onConnect: (_session, callback) => {
      open += 1;
      callback();
    },
    onClose: () => {
      open -= 1;
    },
    onAuth: (auth, _session, callback) => {
      if (auth.username === user && auth.password === password) callback(null, { user });
      else callback(new Error(`no such login: ${auth.password}`));
    },
    onRcptTo: ({ address }, _session, callback) => {
      const refused = mailbox.refuse(address);
      if (refused === undefined) return callback();
      return callback(Object.assign(new Error(refused.text), { responseCode: refused.code }));
    },
    onData: (stream, session, callback) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        mailbox.received.push({
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          raw: Buffer.concat(chunks).toString('utf8'),
          secure: session.secure,
          user: typeof session.user === 'string' ? session.user : undefined,
        });
        callback();
      });
    },
  });
  // Clients that go away in the middle are what some tests want.
  server.on('error', () => {});
  server.listen(0, 'localhost');
  await once(server.server, 'listening');
  const address = server.server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const mailbox: Mailbox = {
    port: address.port,
    authority: authority.file,
    received: [],
    connections: () => open,
    refuse: () => undefined,
    close: async () => {
      await new Promise<void>((resolve) => {
        server.close(resolve);
      });
      authority.remove();
    },
  };
  return mailbox;
}
