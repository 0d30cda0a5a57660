// Twenty containers of a real Docker daemon, where one can be started; else a server that answers as a
// daemon with twenty containers does.
import { hasKind, listAll, type Part } from './part.ts';
import { startDaemon } from './docker.ts';

const count = 20;

export async function openContainers(
  directory: string,
): Promise<(Part & { how: string }) | undefined> {
  if (!hasKind('containers')) return undefined;
  const daemon = await startDaemon(directory, count);
  return {
    name: 'containers',
    how: daemon.how,
    count,
    configuration: [
      'containers:',
      `  daemons: [{ name: bench, socket: ${JSON.stringify(daemon.socket)} }]`,
    ].join('\n'),
    seen: async (ask) => {
      const nodes = await listAll(ask, 'containers', 'name state');
      return nodes.filter(({ state }) => state === 'running').length;
    },
    close: () => daemon.close(),
  };
}
