CREATE TABLE "hawkwatch_store"."database_states" (
	"database_id" uuid PRIMARY KEY NOT NULL,
	"state" text NOT NULL,
	"reason" text,
	"since" timestamp with time zone NOT NULL,
	"facts" jsonb NOT NULL,
	"checked_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "hawkwatch_store"."registered_databases" (
	"name" text PRIMARY KEY NOT NULL,
	"key_id" text NOT NULL,
	"sealed_url" "bytea" NOT NULL,
	"engine" text NOT NULL,
	"environment" text,
	"labels" jsonb NOT NULL,
	"settings" jsonb NOT NULL,
	"registered_by" text NOT NULL,
	"registered_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "hawkwatch_store"."drift_ignores" (
	"id" uuid PRIMARY KEY NOT NULL,
	"database_id" uuid NOT NULL,
	"objects" text NOT NULL,
	"reason" text NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "drift_ignores_objects" UNIQUE("database_id","objects")
);
--> statement-breakpoint
CREATE TABLE "hawkwatch_store"."schema_change_sets" (
	"id" uuid PRIMARY KEY NOT NULL,
	"database_id" uuid NOT NULL,
	"before_id" uuid,
	"after_id" uuid,
	"origin" text NOT NULL,
	"run_id" uuid,
	"drift_id" uuid,
	"migration" jsonb,
	"statements" jsonb NOT NULL,
	"renames" jsonb NOT NULL,
	"risk" text NOT NULL,
	"change_count" integer NOT NULL,
	"since_at" timestamp with time zone NOT NULL,
	"detected_at" timestamp with time zone NOT NULL,
	"attributed_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "hawkwatch_store"."schema_changes" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "hawkwatch_store"."schema_changes_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"set_id" uuid NOT NULL,
	"database_id" uuid NOT NULL,
	"change" text NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"parent" text,
	"risk" text NOT NULL,
	"classes" jsonb NOT NULL,
	"attributes" jsonb NOT NULL,
	"message" text NOT NULL,
	"breaks" jsonb NOT NULL,
	"detected_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "hawkwatch_store"."schema_drifts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"database_id" uuid NOT NULL,
	"state" text NOT NULL,
	"resolution" text,
	"changes" jsonb NOT NULL,
	"change_count" integer NOT NULL,
	"risk" text NOT NULL,
	"digest" text NOT NULL,
	"statements" jsonb NOT NULL,
	"opened_at" timestamp with time zone NOT NULL,
	"changed_at" timestamp with time zone NOT NULL,
	"acknowledged_at" timestamp with time zone,
	"acknowledged_by" text,
	"resolved_at" timestamp with time zone,
	"resolved_by" text,
	"comment" text
);
--> statement-breakpoint
CREATE TABLE "hawkwatch_store"."schema_positions" (
	"database_id" uuid PRIMARY KEY NOT NULL,
	"snapshot_id" uuid NOT NULL,
	"baseline_id" uuid NOT NULL,
	"fingerprint" text NOT NULL,
	"ddl_position" text,
	"checked_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "hawkwatch_store"."schema_snapshots" (
	"id" uuid PRIMARY KEY NOT NULL,
	"database_id" uuid NOT NULL,
	"engine" text NOT NULL,
	"hash" text NOT NULL,
	"content" "bytea",
	"object_count" integer NOT NULL,
	"server_version" text,
	"notes" jsonb NOT NULL,
	"taken_at" timestamp with time zone NOT NULL,
	CONSTRAINT "schema_snapshots_hash" UNIQUE("database_id","hash")
);
--> statement-breakpoint
ALTER TABLE "hawkwatch_store"."database_states" ADD CONSTRAINT "database_states_database_id_databases_id_fk" FOREIGN KEY ("database_id") REFERENCES "hawkwatch_store"."databases"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hawkwatch_store"."drift_ignores" ADD CONSTRAINT "drift_ignores_database_id_databases_id_fk" FOREIGN KEY ("database_id") REFERENCES "hawkwatch_store"."databases"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hawkwatch_store"."schema_change_sets" ADD CONSTRAINT "schema_change_sets_database_id_databases_id_fk" FOREIGN KEY ("database_id") REFERENCES "hawkwatch_store"."databases"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hawkwatch_store"."schema_change_sets" ADD CONSTRAINT "schema_change_sets_run_id_migration_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "hawkwatch_store"."migration_runs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hawkwatch_store"."schema_change_sets" ADD CONSTRAINT "schema_change_sets_before" FOREIGN KEY ("before_id") REFERENCES "hawkwatch_store"."schema_snapshots"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hawkwatch_store"."schema_change_sets" ADD CONSTRAINT "schema_change_sets_after" FOREIGN KEY ("after_id") REFERENCES "hawkwatch_store"."schema_snapshots"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hawkwatch_store"."schema_changes" ADD CONSTRAINT "schema_changes_set_id_schema_change_sets_id_fk" FOREIGN KEY ("set_id") REFERENCES "hawkwatch_store"."schema_change_sets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hawkwatch_store"."schema_changes" ADD CONSTRAINT "schema_changes_database_id_databases_id_fk" FOREIGN KEY ("database_id") REFERENCES "hawkwatch_store"."databases"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hawkwatch_store"."schema_drifts" ADD CONSTRAINT "schema_drifts_database_id_databases_id_fk" FOREIGN KEY ("database_id") REFERENCES "hawkwatch_store"."databases"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hawkwatch_store"."schema_positions" ADD CONSTRAINT "schema_positions_database_id_databases_id_fk" FOREIGN KEY ("database_id") REFERENCES "hawkwatch_store"."databases"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hawkwatch_store"."schema_positions" ADD CONSTRAINT "schema_positions_snapshot_id_schema_snapshots_id_fk" FOREIGN KEY ("snapshot_id") REFERENCES "hawkwatch_store"."schema_snapshots"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hawkwatch_store"."schema_positions" ADD CONSTRAINT "schema_positions_baseline_id_schema_snapshots_id_fk" FOREIGN KEY ("baseline_id") REFERENCES "hawkwatch_store"."schema_snapshots"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hawkwatch_store"."schema_snapshots" ADD CONSTRAINT "schema_snapshots_database_id_databases_id_fk" FOREIGN KEY ("database_id") REFERENCES "hawkwatch_store"."databases"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "schema_change_sets_detected" ON "hawkwatch_store"."schema_change_sets" USING btree ("database_id","detected_at");--> statement-breakpoint
CREATE INDEX "schema_change_sets_run" ON "hawkwatch_store"."schema_change_sets" USING btree ("run_id");--> statement-breakpoint
CREATE INDEX "schema_change_sets_undecided" ON "hawkwatch_store"."schema_change_sets" USING btree ("database_id") WHERE "hawkwatch_store"."schema_change_sets"."attributed_at" is null;--> statement-breakpoint
CREATE INDEX "schema_changes_set" ON "hawkwatch_store"."schema_changes" USING btree ("set_id");--> statement-breakpoint
CREATE INDEX "schema_changes_database" ON "hawkwatch_store"."schema_changes" USING btree ("database_id","id");--> statement-breakpoint
CREATE INDEX "schema_changes_detected" ON "hawkwatch_store"."schema_changes" USING btree ("detected_at");--> statement-breakpoint
CREATE UNIQUE INDEX "schema_drifts_one_open" ON "hawkwatch_store"."schema_drifts" USING btree ("database_id") WHERE "hawkwatch_store"."schema_drifts"."state" <> 'RESOLVED';--> statement-breakpoint
CREATE INDEX "schema_drifts_opened" ON "hawkwatch_store"."schema_drifts" USING btree ("database_id","opened_at");--> statement-breakpoint
CREATE INDEX "schema_snapshots_taken" ON "hawkwatch_store"."schema_snapshots" USING btree ("database_id","taken_at");