CREATE TABLE "hawkwatch_store"."migration_waves" (
	"id" uuid PRIMARY KEY NOT NULL,
	"source" text NOT NULL,
	"state" text NOT NULL,
	"plan" jsonb NOT NULL,
	"started_by" text NOT NULL,
	"actor_id" text NOT NULL,
	"client_mutation_id" text,
	"input_hash" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"finished_at" timestamp with time zone,
	"reason" text
);
--> statement-breakpoint
CREATE TABLE "hawkwatch_store"."migration_assessments" (
	"database_id" uuid NOT NULL,
	"source" text NOT NULL,
	"digest" text NOT NULL,
	"assessment" jsonb NOT NULL,
	"decision" text NOT NULL,
	"reason" text,
	"run_id" uuid,
	"assessed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "migration_assessments_database_id_source_pk" PRIMARY KEY("database_id","source")
);
--> statement-breakpoint
CREATE TABLE "hawkwatch_store"."migration_manifests" (
	"database_id" uuid NOT NULL,
	"source" text NOT NULL,
	"tool" text NOT NULL,
	"revision" text,
	"entries" jsonb NOT NULL,
	"uploaded_by" text NOT NULL,
	"uploaded_at" timestamp with time zone NOT NULL,
	CONSTRAINT "migration_manifests_database_id_source_pk" PRIMARY KEY("database_id","source")
);
--> statement-breakpoint
CREATE TABLE "hawkwatch_store"."migration_statuses" (
	"database_id" uuid NOT NULL,
	"source" text NOT NULL,
	"tool" text NOT NULL,
	"state" text NOT NULL,
	"reason" text,
	"current_version" text,
	"total" integer NOT NULL,
	"applied" integer NOT NULL,
	"pending" integer NOT NULL,
	"failed" integer NOT NULL,
	"other" integer NOT NULL,
	"migrations" jsonb NOT NULL,
	"digest" text NOT NULL,
	"revision" text,
	"checked_at" timestamp with time zone NOT NULL,
	"changed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "migration_statuses_database_id_source_pk" PRIMARY KEY("database_id","source")
);
--> statement-breakpoint
CREATE TABLE "hawkwatch_store"."settings" (
	"name" text PRIMARY KEY NOT NULL,
	"value" jsonb NOT NULL,
	"updated_by" text NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
DROP INDEX "hawkwatch_store"."migration_runs_one_running";--> statement-breakpoint
ALTER TABLE "hawkwatch_store"."migration_runs" ADD COLUMN "executor" text DEFAULT 'sql' NOT NULL;--> statement-breakpoint
ALTER TABLE "hawkwatch_store"."migration_runs" ADD COLUMN "assessment" jsonb;--> statement-breakpoint
ALTER TABLE "hawkwatch_store"."migration_runs" ADD COLUMN "review" jsonb;--> statement-breakpoint
ALTER TABLE "hawkwatch_store"."migration_runs" ADD COLUMN "wave_id" uuid;--> statement-breakpoint
ALTER TABLE "hawkwatch_store"."migration_runs" ADD COLUMN "foreign_session" jsonb;--> statement-breakpoint
ALTER TABLE "hawkwatch_store"."migration_runs" ADD COLUMN "verification" jsonb;--> statement-breakpoint
ALTER TABLE "hawkwatch_store"."migration_assessments" ADD CONSTRAINT "migration_assessments_database_id_databases_id_fk" FOREIGN KEY ("database_id") REFERENCES "hawkwatch_store"."databases"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hawkwatch_store"."migration_manifests" ADD CONSTRAINT "migration_manifests_database_id_databases_id_fk" FOREIGN KEY ("database_id") REFERENCES "hawkwatch_store"."databases"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hawkwatch_store"."migration_statuses" ADD CONSTRAINT "migration_statuses_database_id_databases_id_fk" FOREIGN KEY ("database_id") REFERENCES "hawkwatch_store"."databases"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "migration_waves_client_mutation" ON "hawkwatch_store"."migration_waves" USING btree ("actor_id","client_mutation_id");--> statement-breakpoint
CREATE INDEX "migration_waves_open" ON "hawkwatch_store"."migration_waves" USING btree ("created_at") WHERE "hawkwatch_store"."migration_waves"."state" = 'RUNNING';--> statement-breakpoint
CREATE INDEX "migration_statuses_state" ON "hawkwatch_store"."migration_statuses" USING btree ("state");--> statement-breakpoint
CREATE INDEX "migration_statuses_source" ON "hawkwatch_store"."migration_statuses" USING btree ("source");--> statement-breakpoint
ALTER TABLE "hawkwatch_store"."migration_runs" ADD CONSTRAINT "migration_runs_wave_id_migration_waves_id_fk" FOREIGN KEY ("wave_id") REFERENCES "hawkwatch_store"."migration_waves"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "migration_runs_one_foreign" ON "hawkwatch_store"."migration_runs" USING btree ("database_id","client_mutation_id") WHERE "hawkwatch_store"."migration_runs"."state" = 'RUNNING' and "hawkwatch_store"."migration_runs"."executor" = 'foreign';--> statement-breakpoint
CREATE INDEX "migration_runs_wave" ON "hawkwatch_store"."migration_runs" USING btree ("wave_id");--> statement-breakpoint
CREATE UNIQUE INDEX "migration_runs_one_running" ON "hawkwatch_store"."migration_runs" USING btree ("database_id") WHERE "hawkwatch_store"."migration_runs"."state" = 'RUNNING' and "hawkwatch_store"."migration_runs"."executor" <> 'foreign';