// The upper bound: no `ws` on the way out. The frames of all events of one turn of the event loop
// are laid out once; per client they are copied, its id is put in, and they leave in one write.
import { announce } from './control.mjs';
import { answer, serveSockets } from './sockets.mjs';

const { httpServer, clients } = await serveSockets();
let payloads = [];

function frameHeader(length) {
  if (length < 126) return Buffer.from([0x81, length]);
  if (length < 65_536) return Buffer.from([0x81, 126, length >> 8, length & 255]);
  const header = Buffer.alloc(10);
  header.set([0x81, 127]);
  header.writeUIntBE(length, 4, 6);
  return header;
}

function layOut(id) {
  const parts = [];
  const places = [];
  let length = 0;
  for (const payload of payloads) {
    const text = Buffer.from(`{"id":"${id}","type":"next","payload":${payload}}`);
    const header = frameHeader(text.length);
    places.push(length + header.length + '{"id":"'.length);
    length += header.length + text.length;
    parts.push(header, text);
  }
  return { template: Buffer.concat(parts), places };
}

function flush() {
  // The ids of all clients are of the same length.
  const [first] = clients;
  if (first !== undefined) {
    const { template, places } = layOut(first.id);
    for (const { raw, id } of clients) {
      const frames = Buffer.allocUnsafe(template.length);
      template.copy(frames);
      for (const place of places) frames.latin1Write(id, place);
      raw.write(frames);
    }
  }
  payloads = [];
}

await announce(httpServer, (event) => {
  if (payloads.length === 0) setImmediate(flush);
  payloads.push(answer(event));
});
