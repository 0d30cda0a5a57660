import { describe, expect, it } from 'vitest';

import { gitEnvironment } from '../../../src/config/git-environment.ts';

describe('the environment of git', () => {
  it('holds where programs, keys and proxies are, and nothing of hawkwatch', () => {
    const kept = {
      PATH: '/usr/bin',
      HOME: '/home/hawk',
      SSH_AUTH_SOCK: '/tmp/a',
      https_proxy: 'p',
    };
    const others = {
      DATABASE_URL: 'postgres://u:secret@h/d',
      HAWKWATCH_ADMIN_TOKEN: 'secret',
      GIT_DIR: '/elsewhere',
      GIT_EXTERNAL_DIFF: 'rm',
    };
    expect(gitEnvironment({ ...others, ...kept })).toEqual(kept);
  });
});
