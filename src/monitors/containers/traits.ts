// What of an inspected container tells whether it is a database. Of the environment only keys are taken,
// of commands only the names of programs: nothing that is returned here can hold a secret. Pure.
import { z } from 'zod';

import type { ContainerTraits } from './recognise.ts';

// What is not as it should be is nothing: a container that cannot be recognised is watched all the same.
const words = z.array(z.string()).nullish().catch(undefined);
const named = z.record(z.string(), z.unknown()).nullish().catch(undefined);
const inspected = z.object({
  Path: z.string().nullish().catch(undefined),
  Args: words,
  Config: z
    .object({
      Image: z.string().nullish().catch(undefined),
      Labels: z.record(z.string(), z.string()).nullish().catch(undefined),
      Env: words,
      ExposedPorts: named,
      Entrypoint: z
        .union([z.string(), z.array(z.string())])
        .nullish()
        .catch(undefined),
      Cmd: words,
      Healthcheck: z.object({ Test: words }).nullish().catch(undefined),
    })
    .catch({}),
  HostConfig: z.object({ PortBindings: named }).catch({}),
  NetworkSettings: z.object({ Ports: named }).catch({}),
});

// Whatever somebody made up, it stays bounded.
const maxKeys = 500;
const maxPorts = 100;

/** The traits in Docker's answer to an inspection. @throws ZodError when it is no object. */
export function readTraits(raw: unknown): ContainerTraits {
  const { Path, Args, Config, HostConfig, NetworkSettings } = inspected.parse(raw);
  const { Image, Labels, Env, ExposedPorts, Entrypoint, Cmd, Healthcheck } = Config;
  const entry = typeof Entrypoint === 'string' ? [Entrypoint] : (Entrypoint ?? []);
  const started = [Path, Args?.[0], entry[0], Cmd?.[0]];
  const ports = [ExposedPorts, HostConfig.PortBindings, NetworkSettings.Ports].flatMap(tcpPorts);
  return {
    image: Image ?? '',
    labels: Labels ?? {},
    environmentKeys: (Env ?? []).slice(0, maxKeys).map(keyOf),
    ports: [...new Set(ports)].toSorted((one, two) => one - two).slice(0, maxPorts),
    programs: started.flatMap((one) => (one == null ? [] : programOf(one))),
    checkPrograms: checkPrograms(Healthcheck?.Test ?? []),
  };
}

function keyOf(entry: string): string {
  const [key = ''] = entry.split('=', 1);
  return key.slice(0, 255);
}

function tcpPorts(ports: Readonly<Record<string, unknown>> | null | undefined): number[] {
  return Object.keys(ports ?? {}).flatMap((name) => {
    const [, port] = /^(\d{1,5})(?:\/tcp)?$/.exec(name) ?? [];
    return port === undefined ? [] : Number(port);
  });
}

/** The program that a word names; nothing when it is no plain path. */
function programOf(word: string): string[] {
  const [, name] = /^(?:[\w./-]*\/)?([\w.-]{1,64})$/.exec(word) ?? [];
  return name === undefined ? [] : [name];
}

/** `["CMD", program, …]` or `["CMD-SHELL", script]`. */
function checkPrograms([form, ...rest]: readonly string[]): readonly string[] {
  const [first] = rest;
  if (first === undefined) return [];
  if (form === 'CMD') {
    const [, script] = /^(?:\/bin\/)?(?:ba|da|a)?sh$/.test(first) ? rest.slice(1) : [];
    return script === undefined ? programOf(first) : scriptPrograms(script);
  }
  return form === 'CMD-SHELL' ? scriptPrograms(first) : [];
}

function scriptPrograms(script: string): readonly string[] {
  return script
    .slice(0, 4096)
    .split(/[;&|\n]+|\$\(|`/)
    .flatMap((command) => {
      const words = command.trim().split(/\s+/);
      const first = words.find(
        (word) => !/^(?:\w+=.*|!|if|then|exec|timeout|\d+[smh]?|-.*|\(|\{)$/.test(word),
      );
      return first === undefined ? [] : programOf(first);
    });
}
