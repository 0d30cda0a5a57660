// HTTP and HTTPS: status, headers and body as expected, redirects followed, each step measured. What is
// configured as a header goes to the configured origin alone, never along with a redirect elsewhere.
import type { IncomingMessage } from 'node:http';

import { judgeBody } from '../http/judge-body.ts';
import { readBody } from '../http/read-body.ts';
import { describeHttpFailure, placeOfUrl, sendRequest, type HttpRequest } from '../http/request.ts';
import { ProbeFailure } from '../found.ts';
import { defineProbe, type ProbeContext } from '../probe.ts';
import type { HttpSettings } from '../settings.ts';

const redirects = new Set([301, 302, 303, 307, 308]);

export const httpProbe = defineProbe<HttpSettings>({
  description: 'A request over HTTP or HTTPS: status, headers, body, redirects, certificate.',
  target: ({ url }) => {
    const { origin, pathname } = new URL(url);
    return `${origin}${pathname}`;
  },
  secrets: ({ url, headers, body }) => {
    const { username, password, searchParams } = new URL(url);
    return [
      username,
      password,
      decodeURIComponent(password),
      ...searchParams.values(),
      ...Object.values(headers),
      ...(body === undefined ? [] : [body]),
    ];
  },
  run: async (settings, context) => {
    const { found, clock, signal } = context;
    const beganMs = clock.monotonicMs();
    const first: HttpRequest = {
      url: new URL(settings.url),
      method: settings.method,
      headers: settings.headers,
      body: settings.body,
      tls: settings.tls,
    };
    const { request, response } = await follow(first, settings.followRedirects, context);
    found.doing = 'reading the body';
    const body = await readBody(response, { signal }).catch((error: unknown) => {
      signal.throwIfAborted();
      throw error instanceof ProbeFailure
        ? error
        : describeHttpFailure(error, placeOfUrl(request.url));
    });
    const tookMs = clock.monotonicMs() - beganMs;
    judgeHead(response, settings.expect);
    judgeBody(body, settings.expect);
    const { maxResponseMs } = settings.expect;
    if (maxResponseMs !== undefined && tookMs > maxResponseMs) {
      found.warnings.push(`it took ${Math.round(tookMs)} ms, more than ${maxResponseMs} ms`);
    }
  },
});

async function follow(
  first: HttpRequest,
  limit: number,
  context: ProbeContext,
): Promise<{ request: HttpRequest; response: IncomingMessage }> {
  const seen = new Set<string>();
  let request = first;
  for (let hops = 0; ; hops += 1) {
    const response = await sendRequest(request, context);
    const status = response.statusCode ?? 0;
    context.found.status = status;
    const { location } = response.headers;
    if (limit === 0 || !redirects.has(status) || location === undefined) {
      return { request, response };
    }
    response.destroy();
    seen.add(`${request.method} ${request.url.href}`);
    const next = nextRequest(request, status, location, first.url.origin);
    if (seen.has(`${next.method} ${next.url.href}`)) {
      throw new ProbeFailure('it redirects in a circle');
    }
    if (hops >= limit) {
      throw new ProbeFailure(`it redirects more than ${limit === 1 ? 'once' : `${limit} times`}`);
    }
    request = next;
  }
}

function nextRequest(
  request: HttpRequest,
  status: number,
  location: string,
  home: string,
): HttpRequest {
  if (!URL.canParse(location, request.url)) {
    throw new ProbeFailure('it redirects to what is no URL');
  }
  const url = new URL(location, request.url);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new ProbeFailure(`it redirects to what is neither HTTP nor HTTPS (${url.protocol})`);
  }
  url.hash = '';
  const isHome = url.origin === home;
  const keepsMethod = status === 307 || status === 308 || /^(GET|HEAD)$/.test(request.method);
  if (keepsMethod && request.body !== undefined && !isHome) {
    throw new ProbeFailure(`it redirects the body of the request to another origin (${url.host})`);
  }
  return {
    ...request,
    url,
    method: keepsMethod ? request.method : 'GET',
    body: keepsMethod ? request.body : undefined,
    headers: isHome ? request.headers : {},
  };
}

function judgeHead(
  { statusCode = 0, headers }: IncomingMessage,
  expect: HttpSettings['expect'],
): void {
  if (!expect.status.some(({ from, to }) => statusCode >= from && statusCode <= to)) {
    throw new ProbeFailure(`it answers with status ${statusCode}`);
  }
  for (const [name, wanted] of Object.entries(expect.header)) {
    const value = headers[name.toLowerCase()];
    if (value === undefined) throw new ProbeFailure(`the response has no header ${name}`);
    if (!String(value).includes(wanted)) {
      throw new ProbeFailure(`the response's header ${name} is not as expected`);
    }
  }
}
