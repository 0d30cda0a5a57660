// The baseline: the `ws` package, one `send` per client and event.
import { announce } from './control.mjs';
import { answer, serveSockets } from './sockets.mjs';

const { httpServer, clients } = await serveSockets();
await announce(httpServer, (event) => {
  const payload = answer(event);
  for (const { socket, head } of clients) socket.send(`${head}${payload}}`);
});
