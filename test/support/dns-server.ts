// A little DNS server on UDP: answers A and TXT questions from a table, or stays silent.
import { createSocket } from 'node:dgram';

export interface DnsServer {
  readonly port: number;
  questions(): number;
  close(): Promise<void>;
}

export type DnsAnswer =
  | { readonly addresses: readonly string[] }
  | { readonly texts: readonly string[] }
  | { readonly code: number }
  | 'silent'
  | 'garbage';

const nameOf = (message: Buffer): { readonly name: string; readonly end: number } => {
  const labels: string[] = [];
  let at = 12;
  for (;;) {
    const length = message[at] ?? 0;
    at += 1;
    if (length === 0) return { name: labels.join('.'), end: at + 4 };
    labels.push(message.toString('latin1', at, at + length));
    at += length;
  }
};

function record(type: number, data: Buffer): Buffer {
  const head = Buffer.alloc(12);
  head.writeUInt16BE(0xc00c, 0);
  head.writeUInt16BE(type, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt32BE(60, 6);
  head.writeUInt16BE(data.length, 10);
  return Buffer.concat([head, data]);
}

function recordsOf(answer: DnsAnswer): Buffer[] {
  if (typeof answer === 'string' || 'code' in answer) return [];
  if ('addresses' in answer) {
    return answer.addresses.map((one) => record(1, Buffer.from(one.split('.').map(Number))));
  }
  return answer.texts.map((text) =>
    record(16, Buffer.concat([Buffer.from([text.length]), Buffer.from(text)])),
  );
}

/** Starts one; `answers` may be changed while it runs. */
export async function startDnsServer(answers: Record<string, DnsAnswer>): Promise<DnsServer> {
  const socket = createSocket('udp4');
  let questions = 0;
  socket.on('message', (message, from) => {
    questions += 1;
    const { name, end } = nameOf(message);
    const answer = answers[name] ?? { code: 3 };
    if (answer === 'silent') return;
    if (answer === 'garbage') {
      socket.send(Buffer.from('no dns'), from.port, from.address);
      return;
    }
    const records = recordsOf(answer);
    const head = Buffer.alloc(12);
    message.copy(head, 0, 0, 2);
    head.writeUInt16BE(0x8180 | ('code' in answer ? answer.code : 0), 2);
    head.writeUInt16BE(1, 4);
    head.writeUInt16BE(records.length, 6);
    socket.send(
      Buffer.concat([head, message.subarray(12, end), ...records]),
      from.port,
      from.address,
    );
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return {
    port: socket.address().port,
    questions: () => questions,
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}
