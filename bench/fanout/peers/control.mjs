// A measured server's second door, for the load client alone: lines over TCP. Nothing is said while
// something is measured but `publish`: times are kept until they are asked for.
//
//   publish [event, …]   hands events to the server, all in one turn of the event loop
//   stamps               answers [[number, ms], …]: when each event was handed over
//   gc                   collects garbage, so that memory can be compared; answers true
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';

/** Milliseconds of the machine's monotonic clock, the same for all processes. */
export function monotonicMs() {
  return Number(process.hrtime.bigint()) / 1e6;
}

/** Opens the door; returns the list that takes the stamps. */
export async function openControl(publish) {
  const stamps = [];
  const commands = {
    publish: (text) => {
      for (const event of JSON.parse(text)) {
        stamps.push([event.payload.n, monotonicMs()]);
        publish(event);
      }
      return undefined;
    },
    stamps: () => stamps.splice(0),
    gc: async () => {
      // V8 gives memory back to the system on its own threads, some time after a collection.
      for (let i = 0; i < 3; i += 1) {
        globalThis.gc?.();
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      return true;
    },
  };
  const server = createServer((socket) => {
    socket.setNoDelay(true);
    // The client just leaves.
    socket.on('error', () => socket.destroy());
    createInterface({ input: socket }).on('line', async (line) => {
      const [name] = line.split(' ', 1);
      const answer = await commands[name](line.slice(name.length + 1));
      if (answer !== undefined) socket.write(`${JSON.stringify(answer)}\n`);
    });
  });
  server.unref();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { stamps, port: server.address().port };
}

/** Tells the bench where a peer listens; the peer ends with it. */
export async function announce(httpServer, publish) {
  const { port } = httpServer.address();
  const control = await openControl(publish);
  process.once('disconnect', () => process.exit());
  process.once('SIGTERM', () => process.exit());
  process.send({ url: `http://127.0.0.1:${port}/graphql`, control: control.port });
}

/** Any free port of this machine alone. */
export async function listen(httpServer) {
  await new Promise((resolve) => httpServer.listen(0, '127.0.0.1', resolve));
}
