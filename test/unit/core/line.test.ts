import { describe, expect, it } from 'vitest';

import { ConflictError, UnavailableError } from '../../../src/core/errors.ts';
import { createLine } from '../../../src/core/line.ts';

describe('a line', () => {
  it('lets one at a time go on, in their order, whatever becomes of the one before', async () => {
    const line = createLine();
    const log: string[] = [];
    const step = (name: string, fails = false) =>
      line.enter(async () => {
        log.push(`${name} begins`);
        await Promise.resolve();
        log.push(`${name} ends`);
        if (fails) throw new Error(name);
        return name;
      });
    const results = await Promise.allSettled([step('a', true), step('b'), step('c')]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
    expect(log).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  });

  it('refuses those who would wait for too many', async () => {
    const line = createLine({ maxWaiting: 1, tooMany: (inside) => new ConflictError(`${inside}`) });
    const { promise, resolve } = Promise.withResolvers<void>();
    const [first, second] = [line.enter(() => promise), line.enter(() => promise)];
    await expect(line.enter(() => promise)).rejects.toThrow(new ConflictError('2'));
    resolve();
    await Promise.all([first, second]);
    await expect(line.enter(() => Promise.resolve('again'))).resolves.toBe('again');
  });

  it('that stops tells whoever works, and lets nobody begin', async () => {
    const line = createLine();
    const working = line.enter(
      (signal) =>
        new Promise<string>((resolve) => {
          signal.addEventListener('abort', () => resolve('was told'), { once: true });
        }),
    );
    const waiting = line.enter(() => Promise.resolve());
    await Promise.resolve();
    const [worked, refused] = await Promise.allSettled([working, waiting, line.stop()]);
    expect(worked).toEqual({ status: 'fulfilled', value: 'was told' });
    expect(refused).toMatchObject({ reason: expect.any(UnavailableError) });
  });
});
