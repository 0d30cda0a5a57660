// The sections `endpoints` and `endpointRules`: what is checked, and how. Endpoints that come over the API
// are read by the same form (`readEndpoint`).
import { resolve } from 'node:path';

import ipaddr from 'ipaddr.js';
import { jsonpath } from 'json-p3';
import { z } from 'zod';

import { environmentForm, labelKeyForm } from '../../core/database-words.ts';
import { postgresUrlFault } from '../../core/database-url.ts';
import { endpointKinds } from '../../core/endpoints.ts';
import {
  dayMs,
  declarationFaults,
  duration,
  filled,
  longestRetentionMs,
  named,
  section,
  type DeclarationFault,
  whole,
} from '../forms.ts';

const trueOrFalse = z.boolean('must be true or false');
const longestText = 16_384;
const text = z.string().max(longestText, `must have ${longestText} characters at most`);
const host = filled
  .max(255, 'must have 255 characters at most')
  .regex(/^[^\s/@?#]+$/, 'must be a host name or an address, without scheme and path');
const portMessage = 'must be a port, 1 to 65535';
const port = z.int(portMessage).min(1, portMessage).max(65_535, portMessage);
const tlsSettings = section({
  verify: trueOrFalse.default(true),
  warnDays: whole(0, 14),
  ca: filled.optional(),
});

/** Probes decode both; what is no UTF-8 behind its percent signs would fail every check. */
function hasDecodableLogin(url: string): boolean {
  const { username, password } = new URL(url);
  try {
    return [username, password].map((part) => decodeURIComponent(part)).length > 0;
  } catch {
    // The only way to ask: what cannot be decoded is an URIError.
    return false;
  }
}

function urlOf(...schemes: readonly string[]) {
  const message = `must be a URL that begins with ${schemes.map((one) => `${one}://`).join(' or ')}`;
  return text
    .refine((url) => {
      if (/\s/.test(url) || !URL.canParse(url)) return false;
      const { protocol, hostname } = new URL(url);
      return schemes.includes(protocol.slice(0, -1)) && hostname !== '';
    }, message)
    .refine(
      (url) => !URL.canParse(url) || hasDecodableLogin(url),
      'has a % in its user name or password that is no encoding of a character: write % as %25',
    );
}

const statusForm = /^([1-5])xx$|^([1-5][0-9]{2})(?:-([1-5][0-9]{2}))?$/;
const statusMessage = 'must be a status as 200, "2xx" or "200-299"';

const statusRange = z.union([z.int(), z.string()], statusMessage).transform((value, context) => {
  const [, hundred, from, to = from] = statusForm.exec(String(value)) ?? [];
  if (hundred !== undefined) return { from: Number(hundred) * 100, to: Number(hundred) * 100 + 99 };
  if (from === undefined || Number(from) > Number(to)) {
    context.addIssue(statusMessage);
    return z.NEVER;
  }
  return { from: Number(from), to: Number(to) };
});

const listed = (value: unknown): unknown =>
  value === undefined || Array.isArray(value) ? value : [value];

const headerName = z
  .string()
  .regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/, 'is no name of a header');
const ownHeaders = new Set(['connection', 'content-length', 'transfer-encoding', 'upgrade', 'te']);
const headers = z
  .record(
    headerName.refine((name) => !ownHeaders.has(name.toLowerCase()), 'is set by hawkwatch itself'),
    text.regex(/^[\t\x20-\x7e\x80-\xff]*$/, 'has characters that no header may have'),
  )
  .default({});

const expression = text.refine((source) => {
  try {
    return new RegExp(source, 'u').test('') || true;
  } catch {
    // The only way to ask: what is none is a SyntaxError.
    return false;
  }
}, 'is no regular expression of JavaScript (with the flag u)');

const path = text.refine((source) => {
  try {
    jsonpath.compile(source);
    return true;
  } catch {
    // The only way to ask: what is none is an error.
    return false;
  }
}, 'is no JSON path, as $.status');

const longestWaitMs = 120_000;

const http = section({
  url: urlOf('http', 'https'),
  method: z
    .enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'], 'must be a method as GET')
    .default('GET'),
  headers,
  body: text.optional(),
  expect: section({
    status: z
      .preprocess(listed, z.array(statusRange).min(1, 'must name a status'))
      .default([{ from: 200, to: 299 }]),
    bodyContains: text.min(1, 'must not be empty').optional(),
    bodyMatches: expression.optional(),
    jsonPath: path.optional(),
    equals: z
      .union(
        [text, z.number(), z.boolean(), z.null()],
        'must be text, a number, true, false or null',
      )
      .optional(),
    maxResponseMs: z.int().min(1).max(longestWaitMs).optional(),
    header: z.record(headerName, text).default({}),
  })
    .superRefine(({ jsonPath, equals }, context) => {
      if (equals === undefined || jsonPath !== undefined) return;
      context.addIssue({ code: 'custom', path: ['equals'], message: 'needs jsonPath beside it' });
    })
    .prefault({}),
  followRedirects: whole(0, 5).refine((value) => value <= 5, 'must be 5 at most'),
  tls: tlsSettings.prefault({}),
});

const tcp = section({ host, port });

const postgres = section({
  url: text.superRefine((url, context) => {
    const fault = postgresUrlFault(url);
    if (fault !== undefined) context.addIssue(fault);
  }),
  query: text.min(1, 'must not be empty').default('select 1'),
  expect: section({
    rows: z.int().min(0).max(1000, 'must be 1000 at most').optional(),
    value: z.union([text, z.number().transform(String), z.boolean().transform(String)]).optional(),
  }).prefault({}),
});

const redis = section({ url: urlOf('redis', 'rediss'), tls: tlsSettings.prefault({}) });

const smtp = section({
  host,
  port: port.default(25),
  security: z
    .enum(
      ['none', 'offered', 'required', 'implicit'],
      'must be none, offered, required or implicit',
    )
    .default('offered'),
  tls: tlsSettings.prefault({}),
});

const dnsTypes = ['A', 'AAAA', 'CNAME', 'MX', 'NS', 'PTR', 'SOA', 'SRV', 'TXT', 'CAA'] as const;

const dns = section({
  name: filled.max(255, 'must have 255 characters at most'),
  type: z.enum(dnsTypes, `must be one of ${dnsTypes.join(', ')}`).default('A'),
  server: filled
    .regex(/^[^\s/@?#]+$/, 'must be an address or a name, with an optional port')
    .optional(),
  expect: z.preprocess(listed, z.array(text).max(50, 'has too many entries')).default([]),
});

const certificate = section({
  host,
  port: port.default(443),
  servername: host.optional(),
  tls: tlsSettings.prefault({}),
});

const shortestEveryMs = 5_000;

const endpoint = section({
  name: named,
  environment: z.string().regex(environmentForm.pattern, environmentForm.message).optional(),
  labels: z
    .record(z.string().regex(labelKeyForm.pattern, labelKeyForm.message), text)
    .refine((labels) => Object.keys(labels).length <= 50, 'has too many entries')
    .default({}),
  database: named.optional(),
  paused: trueOrFalse.default(false),
  every: duration(300_000, dayMs).refine((ms) => ms >= shortestEveryMs, 'must be 5s at least'),
  timeout: duration(10_000, dayMs).refine(
    (ms) => ms >= 100 && ms <= longestWaitMs,
    'must be 100ms to 120s',
  ),
  retries: whole(0, 2).refine((value) => value <= 20, 'must be 20 at most'),
  retryDelay: duration(10_000, dayMs),
  successes: whole(1, 1).refine((value) => value <= 20, 'must be 20 at most'),
  http: http.optional(),
  tcp: tcp.optional(),
  postgres: postgres.optional(),
  redis: redis.optional(),
  smtp: smtp.optional(),
  dns: dns.optional(),
  certificate: certificate.optional(),
}).transform((value, context) => {
  const { every, timeout, retryDelay, ...rest } = value;
  const { http: a, tcp: b, postgres: c, redis: d, smtp: e, dns: f, certificate: g, ...own } = rest;
  const given = [
    a && { kind: 'http' as const, ...a },
    b && { kind: 'tcp' as const, ...b },
    c && { kind: 'postgres' as const, ...c },
    d && { kind: 'redis' as const, ...d },
    e && { kind: 'smtp' as const, ...e },
    f && { kind: 'dns' as const, ...f },
    g && { kind: 'certificate' as const, ...g },
  ].filter((probe) => probe !== undefined);
  const [probe] = given;
  if (probe === undefined || given.length > 1) {
    context.addIssue(`needs exactly one of ${endpointKinds.join(', ')}`);
    return z.NEVER;
  }
  if (timeout > every) {
    context.addIssue({
      code: 'custom',
      path: ['timeout'],
      message: 'must not be longer than every',
    });
  }
  return { ...own, everyMs: every, timeoutMs: timeout, retryDelayMs: retryDelay, probe };
});

export const endpoints = z.array(endpoint).max(1000, 'has too many entries').default([]);

const network = z.string().refine(ipaddr.isValidCIDR, 'must be a network as 10.0.0.0/8');

export const endpointRules = section({
  allowPrivate: z.array(network).max(100, 'has too many entries').default([]),
  keepChecks: duration(100 * dayMs, longestRetentionMs),
}).transform(({ allowPrivate, keepChecks }) => ({ allowPrivate, keepChecksMs: keepChecks }));

export type EndpointConfiguration = z.output<typeof endpoint>;
export type EndpointRulesConfiguration = z.output<typeof endpointRules>;

/** The endpoint with the paths of its files absolute. */
export function withPathsFrom(
  directory: string,
  one: EndpointConfiguration,
): EndpointConfiguration {
  const { probe } = one;
  if (!('tls' in probe) || probe.tls.ca === undefined) return one;
  const tls = { ...probe.tls, ca: resolve(directory, probe.tls.ca) };
  // The same kind of probe: only the path is another one.
  return { ...one, probe: { ...probe, tls } as EndpointConfiguration['probe'] };
}

/** An endpoint that no file declares, in the file's form; its faults hold no value of it. */
export function readEndpoint(
  declaration: unknown,
):
  | { readonly settings: EndpointConfiguration; readonly faults: null }
  | { readonly settings: null; readonly faults: readonly DeclarationFault[] } {
  const parsed = endpoint.safeParse(declaration);
  if (parsed.success) return { settings: parsed.data, faults: null };
  return { settings: null, faults: declarationFaults(parsed.error.issues) };
}
