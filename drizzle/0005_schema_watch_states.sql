CREATE TABLE "hawkwatch_store"."schema_watch_states" (
	"database_id" uuid PRIMARY KEY NOT NULL,
	"state" text NOT NULL,
	"reason" text,
	"since" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "hawkwatch_store"."schema_watch_states" ADD CONSTRAINT "schema_watch_states_database_id_databases_id_fk" FOREIGN KEY ("database_id") REFERENCES "hawkwatch_store"."databases"("id") ON DELETE no action ON UPDATE no action;