// The section `channels`: ways to tell somebody. What all kinds have stands here, what each kind has in
// `channel-kinds.ts`. Templates are looked at by whoever can read them (`channelTemplateFaults`).
import { resolve } from 'node:path';

import { z } from 'zod';

import type { ChannelConfiguration } from '../../core/channels.ts';
import type { ConfigurationFault } from '../configuration-error.ts';
import type { ConfigurationDocument } from '../document.ts';
import { channelForm } from './channel-kinds.ts';

const channel = channelForm.transform((form): ChannelConfiguration => {
  const { name, timeout, sendResolved, rate, ...settings } = form;
  return {
    name,
    kind: settings.kind,
    settings,
    timeoutMs: timeout,
    sendResolved,
    rate: { messages: rate.messages, perMs: rate.per },
  };
});

export const channels = z.array(channel).max(200, 'has too many entries').default([]);

/** The channel with the path of its file absolute. */
export function withChannelPathsFrom(
  directory: string,
  one: ChannelConfiguration,
): ChannelConfiguration {
  const { settings } = one;
  if (settings.kind !== 'email' || settings.tls.ca === undefined) return one;
  const tls = { ...settings.tls, ca: resolve(directory, settings.tls.ca) };
  return { ...one, settings: { ...settings, tls } };
}

/** What is wrong with a template; undefined when nothing is. */
export type TemplateFault = (template: string) => string | undefined;

/** The faults of templates, with their lines. */
export function channelTemplateFaults(
  all: readonly ChannelConfiguration[],
  document: ConfigurationDocument,
  templateFault: TemplateFault,
): ConfigurationFault[] {
  return all.flatMap(({ settings }, index) =>
    (['title', 'body'] as const).flatMap((key) => {
      const template = settings[key];
      const message = template === undefined ? undefined : templateFault(template);
      if (message === undefined) return [];
      const { where, line } = document.locate(['channels', index, key]);
      return [{ where, line, message }];
    }),
  );
}
