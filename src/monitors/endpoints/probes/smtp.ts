// SMTP: the banner, EHLO, and TLS where it is offered or asked for. No mail is sent.
import type { Socket } from 'node:net';

import { readLines, type LineReader } from '../network/line-reader.ts';
import { ProbeFailure } from '../found.ts';
import { defineProbe } from '../probe.ts';
import type { SmtpSettings } from '../settings.ts';

const mostLines = 100;
const longestShown = 120;

export const smtpProbe = defineProbe<SmtpSettings>({
  description: 'SMTP: banner, EHLO, and STARTTLS where it is offered or required.',
  target: ({ host, port }) => `${host}:${port}`,
  secrets: () => [],
  run: async ({ host, port, security, tls }, { network, found, clock }) => {
    const place = { host, port };
    const plain = await network.connect(place);
    const isImplicit = security === 'implicit';
    const socket = isImplicit ? await network.secure(plain, { host, expect: tls }) : plain;
    found.doing = 'waiting for the banner';
    const beganMs = clock.monotonicMs();
    const lines = readLines(socket, place);
    await expectReply(lines, 220, 'its banner');
    found.phases.firstByte = clock.monotonicMs() - beganMs;
    found.doing = 'waiting for the answer to EHLO';
    const offers = await ask(socket, lines, 'EHLO hawkwatch', 250);
    if (isImplicit || security === 'none') {
      socket.write('QUIT\r\n');
      return;
    }
    if (!offers.some((line) => /^STARTTLS\b/i.test(line))) {
      if (security === 'required') throw new ProbeFailure('it does not offer STARTTLS');
      socket.write('QUIT\r\n');
      return;
    }
    await ask(socket, lines, 'STARTTLS', 220);
    lines.release();
    const secure = await network.secure(socket, { host, expect: tls });
    found.doing = 'waiting for the answer to EHLO';
    await ask(secure, readLines(secure, place), 'EHLO hawkwatch', 250);
    secure.write('QUIT\r\n');
  },
});

async function ask(
  socket: Socket,
  lines: LineReader,
  command: string,
  code: number,
): Promise<string[]> {
  socket.write(`${command}\r\n`);
  return expectReply(lines, code, command.split(' ', 1)[0] ?? command);
}

/** The lines of a reply without their codes. */
async function expectReply(lines: LineReader, code: number, to: string): Promise<string[]> {
  const texts: string[] = [];
  for (;;) {
    const line = await lines.next();
    const match = /^(\d{3})([ -]?)(.*)$/.exec(line);
    if (match === null || texts.length >= mostLines) {
      throw new ProbeFailure('it does not speak SMTP');
    }
    const [, found = '', separator = '', text = ''] = match;
    texts.push(text);
    if (separator === '-') continue;
    if (Number(found) !== code) {
      throw new ProbeFailure(`it answers ${to} with ${`${found} ${text}`.slice(0, longestShown)}`);
    }
    return texts;
  }
}
