// A TCP connection, and nothing else.
import { defineProbe } from '../probe.ts';
import type { TcpSettings } from '../settings.ts';

export const tcpProbe = defineProbe<TcpSettings>({
  description: 'A TCP connection is accepted.',
  target: ({ host, port }) => `${host}:${port}`,
  secrets: () => [],
  run: async ({ host, port }, { network }) => {
    await network.connect({ host, port });
  },
});
