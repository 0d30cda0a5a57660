// The whole of automation behind a real server, on the parts of a bench: commands, what one replica
// drives, and the API.
import { createHub } from '../../src/bus/hub.ts';
import { startTail } from '../../src/bus/tail.ts';
import { createTestMeasurements } from './measurements.ts';
import { createStreamCounts } from '../../src/graphql/stream-counts.ts';
import { createHttpServer } from '../../src/http/server.ts';
import { createAutomation, type Automation } from '../../src/migrations/automation.ts';
import { createSessionCommands } from '../../src/migrations/foreign/terminate.ts';
import { createStatusCommands } from '../../src/migrations/statuses/commands.ts';
import { createSchemaComparer } from '../../src/monitors/schema/compare.ts';
import { createMonitorCommands } from '../../src/monitors/commands.ts';
import { createDriftCommands } from '../../src/monitors/schema/drift-commands.ts';
import { createRegistrationCommands } from '../../src/monitors/registration/commands.ts';
import { createSchemaTriggerCommands } from '../../src/monitors/schema/trigger-commands.ts';
import { insertToken } from '../../src/store/tokens.ts';
import { testLimits } from '../db/http/service.ts';
import type { Bench } from './migrations.ts';
import { stubContainers } from './stub-containers.ts';
import { noAlerts } from './no-alerts.ts';
import { noDeliveries } from './no-deliveries.ts';
import { noEscalations } from './no-escalations.ts';
import { noAlertRules } from './no-alert-rules.ts';
import { noDeployments, noRemediation } from './no-remediation.ts';
import { noEndpoints } from './no-endpoints.ts';
import { noHeartbeats } from './no-heartbeats.ts';
import { noIntakes } from './no-intakes.ts';
import { noSuppression } from './no-suppression.ts';
import { noTemplatePreviews } from './template-previews.ts';

export interface AutomationService {
  readonly url: string;
  readonly webSocketUrl: string;
  readonly automation: Automation;
  /** Texts of tokens: olga and otto are operators. */
  readonly tokens: Readonly<Record<'viewer' | 'olga' | 'otto' | 'admin', string>>;
  close(): Promise<void>;
}

export async function startAutomationService(
  bench: Bench,
  configured: () => boolean = () => true,
): Promise<AutomationService> {
  const { parts, storeUrl } = bench;
  const { store, clock, random, logger, statuses, targets } = parts;
  const hub = createHub({ raw: store.raw });
  const tail = await startTail({ store, clock, logger, listener: hub.listener });
  const automation = createAutomation({ ...parts, hub, address: storeUrl, configured });
  automation.start();
  const addToken = async (name: string, role: 'viewer' | 'operator' | 'admin') => {
    const text = `test_${random.bytes(16).toString('hex')}`;
    const token = { id: random.uuid(), text, name, role, createdBy: 'test', expiresAt: null };
    await store.transaction((tx) => insertToken(tx, token, clock.now()));
    return text;
  };
  const tokens = {
    viewer: await addToken('vera', 'viewer'),
    olga: await addToken('olga', 'operator'),
    otto: await addToken('otto', 'operator'),
    admin: await addToken('adam', 'admin'),
  };
  const server = createHttpServer({
    services: {
      store,
      hub,
      clock,
      random,
      logger,
      statuses,
      commands: bench.commands,
      automation: automation.commands,
      monitors: createMonitorCommands({ store, clock, random }),
      endpoints: noEndpoints,
      ...noSuppression,
      deliveries: noDeliveries,
      alerts: noAlerts,
      intakes: noIntakes,
      heartbeats: noHeartbeats,
      templatePreviews: noTemplatePreviews,
      escalations: noEscalations,
      routes: { routes: () => [], preview: () => [] },
      alertRules: noAlertRules,
      deployments: noDeployments,
      remediation: noRemediation,
      drift: createDriftCommands({
        store,
        clock,
        random,
        settingsOf: (name) => targets.find(name)?.settings.schema,
      }),
      schemas: createSchemaComparer({ store, clock }),
      needs: { check: () => Promise.reject(new Error('this service checks no needs')) },
      impact: {
        assessFiles: () => Promise.reject(new Error('this service assesses nothing')),
        assessPending: () => Promise.reject(new Error('this service assesses nothing')),
      },
      migrationComparer: {
        compareWithMigrations: () => Promise.reject(new Error('this service compares nothing')),
      },
      operationsReports: {
        make: () => Promise.reject(new Error('this service reports nothing')),
      },
      trends: { read: () => Promise.reject(new Error('this service measures nothing')) },
      statusCommands: createStatusCommands({ store, clock, random, logger, targets, statuses }),
      sessions: createSessionCommands({ store, targets, clock, random, logger }),
      schemaTriggers: createSchemaTriggerCommands({ store, targets, clock, random, logger }),
      ...stubContainers,
      registrations: createRegistrationCommands({
        ...parts,
        isInFile: () => true,
        refresh: () => Promise.resolve(),
      }),
      targetHealth: (name) => targets.get(name).health(),
      health: () => Promise.resolve({ state: 'OK', version: '0', uptimeMs: 1, parts: [] }),
      streams: createStreamCounts(),
      measurements: createTestMeasurements({ store, clock }),
    },
    config: { host: '127.0.0.1', port: 0, allowedOrigins: [], limits: testLimits },
  });
  const { url } = await server.listen();
  return {
    url: `${url}/graphql`,
    webSocketUrl: `${url.replace('http', 'ws')}/graphql`,
    automation,
    tokens,
    close: async () => {
      await server.close();
      await automation.stop();
      hub.close();
      await tail.stop();
    },
  };
}
