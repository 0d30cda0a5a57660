// What the texts of rules may cost, whatever their templates are.
import { expect, it } from 'vitest';

import { prepareRule } from '../../../../src/alerts/rules/prepare-rule.ts';
import { createTextBudget, withTexts } from '../../../../src/alerts/rules/texts.ts';
import { readAlertRule } from '../../../../src/config/sections/alerts.ts';
import { createSystemClock } from '../../../../src/core/clock.ts';
import { createFakeClock } from '../../../support/fake-clock.ts';

function ruleOf(name: string, title: string, message = 'it is so') {
  const metric = { name: 'host.cpu_percent', above: 1 };
  const { rule, faults } = readAlertRule({ name, severity: 'INFO', metric, title, message });
  if (rule === null) throw new Error(JSON.stringify(faults));
  return prepareRule(rule);
}

it('a rule whose texts take too long is called by its name, and the others are not', () => {
  const clock = createFakeClock();
  const texts = createTextBudget(clock);
  const slow = ruleOf('slow', 'said');
  const slowly = withTexts(
    {
      rule: slow.rule,
      say: (data) => {
        clock.advance(100);
        return slow.say(data);
      },
    },
    texts,
  );
  const quick = withTexts(ruleOf('quick', 'quickly'), texts);
  const titles = Array.from({ length: 5 }, () => slowly.say({ labels: {} }).title);
  expect(titles).toEqual(['said', 'said', 'said', 'slow', 'slow']);
  expect(quick.say({ labels: {} }).title).toBe('quickly');
  expect(texts.faultOf('slow')).toContain('took too long');
  expect(texts.faultOf('quick')).toBeNull();
});

it('a template that never ends does not hold a round of 500 series up', () => {
  const clock = createSystemClock();
  const texts = createTextBudget(clock);
  const evil = withTexts(
    ruleOf('evil', 'it', '{% for a in (1..20000) %}{% endfor %}'.repeat(100)),
    texts,
  );
  let spentMs = 0;
  for (let place = 0; place < 500; place += 1) {
    const startedMs = clock.monotonicMs();
    evil.say({ labels: {} });
    spentMs += clock.monotonicMs() - startedMs;
  }
  // 250 ms are meant; without a limit it is 50 seconds.
  expect(spentMs).toBeLessThan(5000);
  expect(texts.faultOf('evil')).not.toBeNull();
});
