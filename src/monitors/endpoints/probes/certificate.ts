// A TLS handshake: the whole chain of certificates, judged by its dates, its authority and its names.
import { defineProbe } from '../probe.ts';
import type { CertificateSettings } from '../settings.ts';

export const certificateProbe = defineProbe<CertificateSettings>({
  description: 'A TLS handshake: the chain of certificates is valid, trusted, and for the host.',
  target: ({ host, port }) => `${host}:${port}`,
  secrets: () => [],
  run: async ({ host, port, servername, tls }, { network }) => {
    const socket = await network.connect({ host, port });
    await network.secure(socket, { host: servername ?? host, expect: tls });
  },
});
