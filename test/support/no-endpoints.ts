// Commands of endpoints for services that have none.
import type { EndpointCommands } from '../../src/monitors/endpoints/commands.ts';

const refuse = (): Promise<never> => Promise.reject(new Error('this service has no endpoints'));

export const noEndpoints: EndpointCommands = { register: refuse, remove: refuse, checkNow: refuse };
