// What resolvers may call. Made once by the composition root and shared by all operations.
import type { SuppressionServices } from '../alerts/suppression/suppression.ts';
import type { AlertCommands } from '../alerts/commands.ts';
import type { EscalationService } from '../alerts/escalation/escalation.ts';
import type { AlertRuleServices } from '../alerts/rules/services.ts';
import type { DeploymentCommands } from '../alerts/deployments.ts';
import type { RemediationCommands } from '../alerts/remediation/remediator.ts';
import type { Hub } from '../bus/hub.ts';
import type { Clock } from '../core/clock.ts';
import type { Logger } from '../core/logger.ts';
import type { Random } from '../core/random.ts';
import type { TargetHealth } from '../databases/target.ts';
import type { MeasurementViews } from '../metrics/measurements.ts';
import type { TrendReader } from '../metrics/trends.ts';
import type { AutomationCommands } from '../migrations/automation-contract.ts';
import type { MigrationCommands } from '../migrations/commands-contract.ts';
import type { SessionCommands } from '../migrations/foreign/terminate.ts';
import type { LiveAssessor } from '../migrations/impact/live-assessor.ts';
import type { MigrationComparer } from '../migrations/scratch/compare.ts';
import type { StatusReader } from '../migrations/status-words.ts';
import type { StatusCommands } from '../migrations/statuses/commands.ts';
import type { MonitorCommands } from '../monitors/commands.ts';
import type { EndpointCommands } from '../monitors/endpoints/commands.ts';
import type { SchemaComparer } from '../monitors/schema/compare.ts';
import type { DriftCommands } from '../monitors/schema/drift-commands.ts';
import type { NeedsChecker } from '../monitors/schema/needs-check.ts';
import type { ContainerCommands } from '../monitors/containers/restart.ts';
import type { LiveStats } from '../monitors/containers/stats/live.ts';
import type { RegistrationCommands } from '../monitors/registration/commands.ts';
import type { DiscoveryCommands } from '../monitors/registration/confirm.ts';
import type { SchemaTriggerCommands } from '../monitors/schema/trigger-commands.ts';
import type { TemplatePreviews } from '../notifications/template-preview.ts';
import type { OperationsReporter } from '../reports/operations/reporter.ts';
import type { Deliveries } from '../notifications/delivery/deliveries.ts';
import type { RouteViews } from '../notifications/routing/routing.ts';
import type { Store } from '../store/store.ts';
import type { Heartbeats } from '../alerts/heartbeats/heartbeats.ts';
import type { Intakes } from '../alerts/intake/intakes.ts';
import type { StreamCounts } from './stream-counts.ts';

export type HealthState = 'OK' | 'DEGRADED' | 'DOWN';

export interface HealthPart {
  readonly name: string;
  /** False for what is watched: it does not count for the whole. */
  readonly counts: boolean;
  readonly state: HealthState;
  readonly reason: string | null;
  readonly latencyMs: number | null;
}

export interface ServiceHealth {
  /** OK, or the worst state of a part that counts. */
  readonly state: HealthState;
  readonly version: string;
  readonly uptimeMs: number;
  readonly parts: readonly HealthPart[];
}

export interface Services extends SuppressionServices {
  readonly store: Store;
  readonly hub: Hub;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly statuses: StatusReader;
  readonly commands: MigrationCommands;
  readonly statusCommands: StatusCommands;
  readonly sessions: SessionCommands;
  readonly schemaTriggers: SchemaTriggerCommands;
  /** What migration files produce, beside what a database has. */
  readonly migrationComparer: Pick<MigrationComparer, 'compareWithMigrations'>;
  readonly registrations: RegistrationCommands;
  readonly discoveries: DiscoveryCommands;
  readonly containers: Pick<ContainerCommands, 'restart'>;
  readonly containerStats: Pick<LiveStats, 'open'>;
  /** Reviews, automatic runs, waves, emergency roll-backs. */
  readonly automation: AutomationCommands;
  readonly escalations: EscalationService;
  readonly monitors: MonitorCommands;
  readonly endpoints: EndpointCommands;
  readonly deliveries: Pick<Deliveries, 'commands' | 'channels'>;
  readonly alerts: AlertCommands;
  /** What templates of channels would write. */
  readonly templatePreviews: TemplatePreviews;
  readonly routes: RouteViews;
  readonly alertRules: AlertRuleServices;
  readonly deployments: DeploymentCommands;
  readonly remediation: RemediationCommands;
  readonly drift: DriftCommands;
  readonly schemas: SchemaComparer;
  readonly needs: NeedsChecker;
  readonly impact: Pick<LiveAssessor, 'assessFiles' | 'assessPending'>;
  /** Trends of measured series, computed now. */
  readonly trends: Pick<TrendReader, 'read'>;
  readonly operationsReports: Pick<OperationsReporter, 'make'>;
  /** Reaches the database now (or tells what was found within the last seconds). */
  targetHealth(databaseName: string): Promise<TargetHealth>;
  /** `full` reaches what is watched, too; `quick`, as without it, only this process and its store. */
  health(depth?: 'quick' | 'full'): Promise<ServiceHealth>;
  readonly streams: StreamCounts;
  /** Where others report alerts. */
  readonly intakes: Intakes;
  /** What reports that it lives. */
  readonly heartbeats: Heartbeats;
  /** What was measured, and how this replica performs. */
  readonly measurements: MeasurementViews;
}
