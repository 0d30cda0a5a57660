// Health for those who cannot speak GraphQL. Without a token only whether hawkwatch lives, whether
// it is ready, and which part is not; reasons may name hosts and are for holders of a token.
import type { ServerResponse } from 'node:http';

import { coerceError } from '../core/errors.ts';
import type { Services } from '../graphql/services.ts';
import { sendJson } from './answers.ts';

/** The process runs and answers. */
export function sendLive(response: ServerResponse): void {
  sendJson(response, 200, { status: 'live' });
}

/** 200 when requests can be served, else 503 with the parts that stand in the way. */
export async function sendReady(
  response: ServerResponse,
  services: Services,
  stopping: boolean,
): Promise<void> {
  if (stopping) return sendJson(response, 503, { status: 'unready', reasons: ['stopping'] });
  try {
    const { state, parts } = await services.health();
    const reasons = parts
      .filter((part) => part.counts && part.state !== 'OK')
      .map((part) => `${part.name}: ${part.state.toLowerCase()}`);
    if (state === 'DOWN') sendJson(response, 503, { status: 'unready', reasons });
    else sendJson(response, 200, { status: state === 'OK' ? 'ready' : 'degraded', reasons });
  } catch (error) {
    services.logger.error({ err: coerceError(error) }, 'the health could not be told');
    sendJson(response, 503, { status: 'unready', reasons: ['health: down'] });
  }
}

/** The whole health as JSON, for a holder of a token; `full=true` also reaches what is watched. */
export async function sendHealth(
  response: ServerResponse,
  services: Services,
  query: URLSearchParams,
): Promise<void> {
  const health = await services.health(query.get('full') === 'true' ? 'full' : 'quick');
  sendJson(response, health.state === 'DOWN' ? 503 : 200, health);
}
