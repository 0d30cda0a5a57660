// Facts of a container, of which a test says what matters to it.
import type { ContainerFacts } from '../../../../src/monitors/containers/facts.ts';

export function factsOf(
  some: Partial<ContainerFacts> & Pick<ContainerFacts, 'dockerId' | 'key'>,
): ContainerFacts {
  return {
    name: some.key,
    image: 'web:1',
    imageId: 'sha256:1',
    state: 'running',
    health: null,
    createdAt: new Date(1_795_000_000_000),
    startedAt: null,
    finishedAt: null,
    exitCode: 0,
    oomKilled: false,
    restartCount: 0,
    restartPolicy: 'no',
    stopSignal: null,
    stopTimeoutS: 10,
    compose: null,
    ports: [],
    networks: [],
    environmentKeys: [],
    healthCommand: null,
    labels: {},
    recognition: null,
    ...some,
  };
}
