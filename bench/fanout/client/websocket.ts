// A WebSocket client as small as can be, because the load must not be what is measured: one buffer
// for the reads of all sockets, frames handed on as ranges of it, no copy but of a frame that is
// split between two reads. What is handed on is valid only during the call.
import { createHash, randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';

export interface SocketHandler {
  onText(data: Buffer, start: number, end: number): void;
  /** The connection is broken, or the server does not speak the protocol. */
  onFailure(error: Error): void;
}

export interface RawWebSocket {
  send(text: string): void;
  pause(): void;
  resume(): void;
  destroy(): void;
}

const readBuffer = Buffer.allocUnsafe(256 * 1024);
const nothing = Buffer.alloc(0);
const text = 0x81;
const close = 0x88;
const ping = 0x89;
const pong = 0x8a;

/** A frame as clients send it; masked with zeros, which changes nothing of the payload. */
function frame(opcode: number, payload: Buffer): Buffer {
  const { length } = payload;
  const size = length < 126 ? [0x80 | length] : [0x80 | 126, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([opcode, ...size, 0, 0, 0, 0]), payload]);
}

/** Takes bytes as they come; calls `take` with each frame that is complete. */
export function createFrameReader(
  take: (opcode: number, data: Buffer, start: number, end: number) => void,
): (chunk: Buffer) => void {
  let rest = nothing;
  return (chunk) => {
    const data = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let at = 0;
    while (data.length - at >= 2) {
      let length = data[at + 1] ?? 0;
      if (length > 127) throw new Error('a server must not mask its frames');
      const header = length < 126 ? 2 : length === 126 ? 4 : 10;
      if (data.length - at < header) break;
      if (header === 4) length = data.readUInt16BE(at + 2);
      if (header === 10) length = Number(data.readBigUInt64BE(at + 2));
      const end = at + header + length;
      if (data.length < end) break;
      take(data[at] ?? 0, data, at + header, end);
      at = end;
    }
    rest = at === data.length ? nothing : Buffer.from(data.subarray(at));
  };
}

function checkUpgrade(head: string, key: string): void {
  const accept = createHash('sha1')
    .update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
    .digest('base64');
  const agreed =
    head.startsWith('HTTP/1.1 101') &&
    head.includes(accept) &&
    /^sec-websocket-protocol: graphql-transport-ws$/im.test(head);
  if (!agreed) throw new Error(`the upgrade was refused: ${head}`);
}

/** Opens a socket for graphql-transport-ws; resolves when the server has agreed. */
export function openWebSocket(url: URL, handler: SocketHandler): Promise<RawWebSocket> {
  const key = randomBytes(16).toString('base64');
  return new Promise((resolve, reject) => {
    let head: string | undefined = '';
    let left = false;
    const fail = (error: Error): void => {
      if (left) return;
      left = true;
      socket.destroy();
      reject(error);
      handler.onFailure(error);
    };
    const readFrames = createFrameReader((opcode, data, start, end) => {
      if (opcode === text) handler.onText(data, start, end);
      else if (opcode === ping) socket.write(frame(pong, data.subarray(start, end)));
      else if (opcode === close) {
        fail(new Error(`closed by the server: ${data.toString('utf8', start + 2, end)}`));
      } else if (opcode !== pong) throw new Error(`a frame of the form ${opcode}`);
    });
    const readHead = (chunk: Buffer): void => {
      head += chunk.toString('latin1');
      const end = head?.indexOf('\r\n\r\n') ?? -1;
      if (head === undefined || end < 0) return;
      checkUpgrade(head.slice(0, end), key);
      const first = Buffer.from(head.slice(end + 4), 'latin1');
      head = undefined;
      resolve(opened);
      readFrames(first);
    };
    const onread = {
      buffer: readBuffer,
      callback: (size: number): boolean => {
        if (left) return false;
        try {
          const chunk = readBuffer.subarray(0, size);
          if (head === undefined) readFrames(chunk);
          else readHead(chunk);
        } catch (error) {
          fail(error instanceof Error ? error : new Error(String(error)));
        }
        return true;
      },
    };
    const socket: Socket = connect({ host: url.hostname, port: Number(url.port), onread });
    const opened: RawWebSocket = {
      send: (message) => void socket.write(frame(text, Buffer.from(message))),
      pause: () => void socket.pause(),
      resume: () => void socket.resume(),
      destroy: () => {
        left = true;
        socket.destroy();
      },
    };
    socket.setNoDelay(true);
    socket.once('error', fail);
    socket.once('close', () => fail(new Error('the server closed the connection')));
    socket.write(
      `GET ${url.pathname} HTTP/1.1\r\nHost: ${url.host}\r\nUpgrade: websocket\r\n` +
        `Connection: Upgrade\r\nSec-WebSocket-Key: ${key}\r\nSec-WebSocket-Version: 13\r\n` +
        'Sec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n',
    );
  });
}
