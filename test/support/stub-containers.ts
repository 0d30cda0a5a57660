// The services of containers where there are none.
import type { Services } from '../../src/graphql/services.ts';

const none = (): Promise<never> => Promise.reject(new Error('this service has no containers'));

export const stubContainers: Pick<Services, 'containers' | 'containerStats' | 'discoveries'> = {
  containers: { restart: none },
  containerStats: { open: none },
  discoveries: { confirm: none },
};
