// Twenty endpoints: a local server that answers HTTP, each asked once a minute.
import http from 'node:http';

import { hasKind, listAll, type Part } from './part.ts';

const count = 20;

export async function openEndpoints(): Promise<Part | undefined> {
  if (!hasKind('endpoints')) return undefined;
  const server = http.createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"status":"ok"}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  const lines = Array.from({ length: count }, (_, index) => {
    const url = `http://127.0.0.1:${port}/health/${index}`;
    return `  - { name: endpoint-${index}, every: 60s, http: { url: ${JSON.stringify(url)} } }`;
  });
  return {
    name: 'endpoints',
    count,
    configuration: ['endpoints:', ...lines].join('\n'),
    seen: async (ask) => {
      const nodes = await listAll(ask, 'endpoints', 'name state');
      return nodes.filter(({ state }) => state === 'UP').length;
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
