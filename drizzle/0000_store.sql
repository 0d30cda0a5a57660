CREATE SCHEMA IF NOT EXISTS "hawkwatch_store";
--> statement-breakpoint
CREATE TABLE "hawkwatch_store"."audit_log" (
	"id" uuid PRIMARY KEY NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"actor" text NOT NULL,
	"actor_id" text NOT NULL,
	"action" text NOT NULL,
	"subject" text NOT NULL,
	"origin" text NOT NULL,
	"result" text NOT NULL,
	"detail" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "hawkwatch_store"."replicas" (
	"id" uuid PRIMARY KEY NOT NULL,
	"host" text NOT NULL,
	"process_id" text NOT NULL,
	"configuration_hash" text NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"heartbeat_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "hawkwatch_store"."tokens" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"role" text NOT NULL,
	"hash" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"created_by" text NOT NULL,
	"expires_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "tokens_hash_unique" UNIQUE("hash")
);
--> statement-breakpoint
CREATE TABLE "hawkwatch_store"."databases" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"engine" text NOT NULL,
	"environment" text,
	"labels" jsonb NOT NULL,
	"added_at" timestamp with time zone NOT NULL,
	"retired_at" timestamp with time zone,
	CONSTRAINT "databases_name_unique" UNIQUE("name")
);
--> statement-breakpoint
CREATE TABLE "hawkwatch_store"."consumer_failures" (
	"consumer" text NOT NULL,
	"first_event_id" bigint NOT NULL,
	"last_event_id" bigint NOT NULL,
	"reason" text NOT NULL,
	"failed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "consumer_failures_consumer_first_event_id_pk" PRIMARY KEY("consumer","first_event_id")
);
--> statement-breakpoint
CREATE TABLE "hawkwatch_store"."consumers" (
	"name" text PRIMARY KEY NOT NULL,
	"cursor" bigint NOT NULL,
	"failing_event_id" bigint,
	"failures" integer DEFAULT 0 NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "hawkwatch_store"."event_log" (
	"id" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"epoch" text NOT NULL,
	"fingerprint" text NOT NULL,
	"pruned_through" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "event_log_single_row" CHECK ("hawkwatch_store"."event_log"."id" = 1)
);
--> statement-breakpoint
CREATE TABLE "hawkwatch_store"."events" (
	"id" bigint PRIMARY KEY NOT NULL,
	"type" text NOT NULL,
	"version" integer NOT NULL,
	"audience" text NOT NULL,
	"occurred_at" timestamp with time zone NOT NULL,
	"subject" text NOT NULL,
	"payload" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "hawkwatch_store"."migration_run_steps" (
	"run_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"version" text NOT NULL,
	"name" text NOT NULL,
	"checksum" text NOT NULL,
	"state" text NOT NULL,
	"statements_done" integer DEFAULT 0 NOT NULL,
	"statements_total" integer NOT NULL,
	"duration_ms" double precision,
	"sealed" "bytea",
	CONSTRAINT "migration_run_steps_run_id_position_pk" PRIMARY KEY("run_id","position")
);
--> statement-breakpoint
CREATE TABLE "hawkwatch_store"."migration_runs" (
	"id" uuid PRIMARY KEY NOT NULL,
	"database_id" uuid NOT NULL,
	"source" text NOT NULL,
	"kind" text NOT NULL,
	"origin" text NOT NULL,
	"state" text NOT NULL,
	"dry_run" boolean NOT NULL,
	"to_version" text,
	"triggered_by" text,
	"actor_id" text NOT NULL,
	"client_mutation_id" text,
	"input_hash" text NOT NULL,
	"retry_of" uuid,
	"queued_at" timestamp with time zone NOT NULL,
	"started_at" timestamp with time zone,
	"finished_at" timestamp with time zone,
	"cancel_requested_at" timestamp with time zone,
	"percent" double precision DEFAULT 0 NOT NULL,
	"error" jsonb,
	"report" jsonb,
	"cursor_epoch" text NOT NULL,
	"cursor_id" bigint NOT NULL,
	"claimed_by" uuid,
	"claim" integer DEFAULT 0 NOT NULL,
	"recorded_seq" integer DEFAULT 0 NOT NULL,
	"key_id" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "hawkwatch_store"."migration_run_steps" ADD CONSTRAINT "migration_run_steps_run_id_migration_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "hawkwatch_store"."migration_runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hawkwatch_store"."migration_runs" ADD CONSTRAINT "migration_runs_database_id_databases_id_fk" FOREIGN KEY ("database_id") REFERENCES "hawkwatch_store"."databases"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "audit_log_at" ON "hawkwatch_store"."audit_log" USING btree ("at","id");--> statement-breakpoint
CREATE INDEX "databases_active" ON "hawkwatch_store"."databases" USING btree ("name") WHERE "hawkwatch_store"."databases"."retired_at" is null;--> statement-breakpoint
CREATE INDEX "events_subject_id" ON "hawkwatch_store"."events" USING btree ("subject","id");--> statement-breakpoint
CREATE INDEX "events_type_id" ON "hawkwatch_store"."events" USING btree ("type","id");--> statement-breakpoint
CREATE INDEX "events_occurred_at" ON "hawkwatch_store"."events" USING brin ("occurred_at");--> statement-breakpoint
CREATE UNIQUE INDEX "migration_runs_client_mutation" ON "hawkwatch_store"."migration_runs" USING btree ("actor_id","client_mutation_id");--> statement-breakpoint
CREATE UNIQUE INDEX "migration_runs_one_running" ON "hawkwatch_store"."migration_runs" USING btree ("database_id") WHERE "hawkwatch_store"."migration_runs"."state" = 'RUNNING';--> statement-breakpoint
CREATE INDEX "migration_runs_queue" ON "hawkwatch_store"."migration_runs" USING btree ("queued_at") WHERE "hawkwatch_store"."migration_runs"."state" in ('QUEUED', 'RUNNING');--> statement-breakpoint
CREATE INDEX "migration_runs_database" ON "hawkwatch_store"."migration_runs" USING btree ("database_id","queued_at","id");--> statement-breakpoint
CREATE INDEX "migration_runs_queued_at" ON "hawkwatch_store"."migration_runs" USING btree ("queued_at","id");