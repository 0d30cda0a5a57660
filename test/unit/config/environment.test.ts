// The environment: defaults, all faults at once, and no secret in a message.
import { describe, expect, it } from 'vitest';

import { ConfigurationError } from '../../../src/config/configuration-error.ts';
import { parseEnvironment } from '../../../src/config/environment.ts';

function errorOf(env: NodeJS.ProcessEnv): ConfigurationError {
  try {
    parseEnvironment(env);
  } catch (error) {
    if (error instanceof ConfigurationError) return error;
    throw error;
  }
  throw new Error('nothing was wrong');
}

const key = Buffer.alloc(32, 7);

describe('the environment', () => {
  it('has defaults for everything', () => {
    expect(parseEnvironment({})).toEqual({
      host: '127.0.0.1',
      port: 4000,
      logLevel: 'info',
      allowedOrigins: [],
    });
  });

  it('takes an empty variable as not set', () => {
    const empty = { DATABASE_URL: '', HAWKWATCH_PORT: ' ', HAWKWATCH_ADMIN_TOKEN: '\n' };
    expect(parseEnvironment(empty)).toEqual(parseEnvironment({}));
  });

  it.each([
    ['HAWKWATCH_PORT', '0', { port: 0 }],
    ['HAWKWATCH_PORT', ' 65535\n', { port: 65_535 }],
    ['HAWKWATCH_HOST', '::', { host: '::' }],
    ['HAWKWATCH_HOST_NAME', ' web-1.example ', { hostName: 'web-1.example' }],
    ['HAWKWATCH_LOG_LEVEL', 'debug', { logLevel: 'debug' }],
    ['HAWKWATCH_CONFIG', './a b.yaml', { configPath: './a b.yaml' }],
    ['HAWKWATCH_DATA_DIR', '/var/lib/h', { dataDirectory: '/var/lib/h' }],
    ['DATABASE_URL', 'postgres://u:p%40@h:1/d', { databaseUrl: 'postgres://u:p%40@h:1/d' }],
    ['DATABASE_URL', 'postgresql:///d?host=/tmp', { databaseUrl: 'postgresql:///d?host=/tmp' }],
    ['DATABASE_URL', 'postgres://a:1,b:2/d', { databaseUrl: 'postgres://a:1,b:2/d' }],
    ['HAWKWATCH_ADMIN_TOKEN', 'x'.repeat(16), { adminToken: 'x'.repeat(16) }],
    ['HAWKWATCH_SECRET_KEY', key.toString('hex'), { secretKey: key }],
    ['HAWKWATCH_SECRET_KEY', key.toString('base64'), { secretKey: key }],
    ['HAWKWATCH_SECRET_KEY', key.toString('base64url'), { secretKey: key }],
    [
      'HAWKWATCH_ALLOWED_ORIGINS',
      'https://A.example/, http://b:8080,,https://a.example',
      { allowedOrigins: ['https://a.example', 'http://b:8080'] },
    ],
  ])('takes %s=%s', (name, value, expected) => {
    expect(parseEnvironment({ [name]: value })).toMatchObject(expected);
  });

  it.each([
    ['HAWKWATCH_PORT', '65536', 'from 0'],
    ['HAWKWATCH_PORT', '4e3', 'from 0'],
    ['HAWKWATCH_PORT', 'tcp://10.0.0.1:4000', 'enableServiceLinks'],
    ['HAWKWATCH_HOST', 'http://here', 'host name'],
    ['HAWKWATCH_HOST_NAME', 'a b', 'host name'],
    ['HAWKWATCH_LOG_LEVEL', 'loudest', 'debug, info, warn, error'],
    ['DATABASE_URL', 'mysql://u:secret@h/d', 'postgres://'],
    ['DATABASE_URL', 'postgres://u:sec#ret@h/d', '%23'],
    ['DATABASE_URL', 'postgres://u:sec%ret@h/d', '%25'],
    ['HAWKWATCH_ADMIN_TOKEN', 'fifteen-letters', '16 characters'],
    ['HAWKWATCH_ADMIN_TOKEN', 'sixteen letters and a space', 'without spaces'],
    ['HAWKWATCH_SECRET_KEY', 'abcdef0123456789', '32 bytes'],
    ['HAWKWATCH_ALLOWED_ORIGINS', 'https://ok.example, *', 'entry 2'],
    ['HAWKWATCH_ALLOWED_ORIGINS', 'https://ok.example/path', 'entry 1'],
    ['HAWKWATCH_ALLOWED_ORIGINS', 'null', 'entry 1'],
  ])('refuses %s=%s without repeating it', (name, value, message) => {
    const error = errorOf({ [name]: value });
    expect(error.faults).toEqual([{ where: name, message: expect.stringContaining(message) }]);
    expect(error.code).toBe('CONFIGURATION');
    expect(error.message).toContain(name);
    expect(error.message).not.toContain(value);
  });

  it('tells all faults together', () => {
    const error = errorOf({ HAWKWATCH_PORT: 'x', HAWKWATCH_LOG_LEVEL: 'x', DATABASE_URL: 'x' });
    expect(error.faults.map((fault) => fault.where).toSorted()).toEqual([
      'DATABASE_URL',
      'HAWKWATCH_LOG_LEVEL',
      'HAWKWATCH_PORT',
    ]);
    expect(error.message.split('\n')).toHaveLength(4);
  });
});
