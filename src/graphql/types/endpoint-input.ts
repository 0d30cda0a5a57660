// What an endpoint over the API is: the same as in the configuration file, with milliseconds.
import { builder } from '../builder.ts';
import { LabelInput } from './migration-overview.ts';

const NamedValue = builder.inputType('NamedValueInput', {
  description: 'A name with its value.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'The name.' }),
    value: t.string({ required: true, description: 'The value.' }),
  }),
});

const Tls = builder.inputType('EndpointTlsInput', {
  description: 'What is expected of TLS.',
  fields: (t) => ({
    verify: t.boolean({ description: 'The certificate must be valid (default true).' }),
    warnDays: t.int({ description: 'DEGRADED when it ends within so many days (default 14).' }),
  }),
});

const HttpExpect = builder.inputType('EndpointHttpExpectInput', {
  description: 'What is expected of a response.',
  fields: (t) => ({
    status: t.stringList({ description: 'As `200`, `2xx` or `200-299` (the default).' }),
    bodyContains: t.string({ description: 'A text within the body.' }),
    bodyMatches: t.string({ description: 'A regular expression that the body matches.' }),
    jsonPath: t.string({ description: 'A JSON path (RFC 9535) that finds something.' }),
    equals: t.field({ type: 'JSON', description: 'What it must find: a plain value.' }),
    maxResponseMs: t.int({ description: 'Slower is DEGRADED.' }),
    header: t.field({
      type: [NamedValue],
      description: 'Headers of the response, with what their values contain.',
    }),
  }),
});

const Http = builder.inputType('EndpointHttpInput', {
  description: 'A request over HTTP or HTTPS.',
  fields: (t) => ({
    url: t.string({ required: true, description: 'Where to. It is sealed.' }),
    method: t.string({ description: 'As `POST`; GET when left out.' }),
    headers: t.field({ type: [NamedValue], description: 'Headers; they are sealed.' }),
    body: t.string({ description: 'A body; it is sealed.' }),
    expect: t.field({ type: HttpExpect, description: 'What is expected.' }),
    followRedirects: t.int({ description: 'How many redirects are followed, 0 to 5 (default).' }),
    tls: t.field({ type: Tls, description: 'What is expected of TLS.' }),
  }),
});

const Tcp = builder.inputType('EndpointTcpInput', {
  description: 'A TCP connection.',
  fields: (t) => ({
    host: t.string({ required: true, description: 'Name or address.' }),
    port: t.int({ required: true, description: 'Port.' }),
  }),
});

const PostgresExpect = builder.inputType('EndpointPostgresExpectInput', {
  description: 'What is expected of a query.',
  fields: (t) => ({
    rows: t.int({ description: 'How many rows it gives.' }),
    value: t.string({ description: 'The first column of the first row, as text.' }),
  }),
});

const Postgres = builder.inputType('EndpointPostgresInput', {
  description: 'A query on PostgreSQL; it may only read.',
  fields: (t) => ({
    url: t.string({ required: true, description: 'Of the database. It is sealed.' }),
    query: t.string({ description: 'One statement; `select 1` when left out.' }),
    expect: t.field({ type: PostgresExpect, description: 'What is expected.' }),
  }),
});

const Redis = builder.inputType('EndpointRedisInput', {
  description: 'PING of Redis.',
  fields: (t) => ({
    url: t.string({ required: true, description: '`redis:` or `rediss:`. It is sealed.' }),
    tls: t.field({ type: Tls, description: 'What is expected of TLS.' }),
  }),
});

const Smtp = builder.inputType('EndpointSmtpInput', {
  description: 'Banner and EHLO of SMTP.',
  fields: (t) => ({
    host: t.string({ required: true, description: 'Name or address.' }),
    port: t.int({ description: 'Port; 25 when left out.' }),
    security: t.string({ description: '`none`, `offered` (default), `required`, `implicit`.' }),
    tls: t.field({ type: Tls, description: 'What is expected of TLS.' }),
  }),
});

const Dns = builder.inputType('EndpointDnsInput', {
  description: 'Records of a name in DNS.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'The name.' }),
    type: t.string({ description: 'As `MX`; A when left out.' }),
    server: t.string({
      description: 'The DNS server that is asked, which must be public. It is needed over the API.',
    }),
    expect: t.stringList({ description: 'Records that must be among the answers.' }),
  }),
});

const Certificate = builder.inputType('EndpointCertificateInput', {
  description: 'A TLS handshake and its certificates.',
  fields: (t) => ({
    host: t.string({ required: true, description: 'Name or address.' }),
    port: t.int({ description: 'Port; 443 when left out.' }),
    servername: t.string({ description: 'The name that is asked for; else the host.' }),
    tls: t.field({ type: Tls, description: 'What is expected of TLS.' }),
  }),
});

export const RegisterInput = builder.inputType('RegisterEndpointInput', {
  description: 'The endpoint to register, with exactly one of `http`, `tcp` … `certificate`.',
  fields: (t) => ({
    name: t.string({
      required: true,
      description: 'Its identity: lower-case letters, digits, `_` and `-`, 63 at most.',
    }),
    environment: t.string({ description: 'Where it belongs, as `production`.' }),
    labels: t.field({ type: [LabelInput], description: 'Your own words about it, 50 at most.' }),
    database: t.string({ description: 'Name of the monitored database that it stands for.' }),
    paused: t.boolean({ description: 'It is known, but not checked.' }),
    everyMs: t.int({ description: 'From check to check, 5000 to 86400000 (default 300000).' }),
    timeoutMs: t.int({ description: 'How long a check may take, 100 to 120000 (default 10000).' }),
    retries: t.int({ description: 'Failures that are tried again before DOWN (default 2).' }),
    retryDelayMs: t.int({ description: 'How long before it is tried again (default 10000).' }),
    successes: t.int({ description: 'Successes in a row before UP after DOWN (default 1).' }),
    http: t.field({ type: Http, description: 'HTTP or HTTPS.' }),
    tcp: t.field({ type: Tcp, description: 'A TCP connection.' }),
    postgres: t.field({ type: Postgres, description: 'A query on PostgreSQL.' }),
    redis: t.field({ type: Redis, description: 'Redis.' }),
    smtp: t.field({ type: Smtp, description: 'SMTP.' }),
    dns: t.field({ type: Dns, description: 'DNS.' }),
    certificate: t.field({ type: Certificate, description: 'Certificates only.' }),
  }),
});
