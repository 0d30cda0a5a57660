CREATE TABLE "hawkwatch_store"."on_call_overrides" (
	"id" uuid PRIMARY KEY NOT NULL,
	"rotation" text NOT NULL,
	"person" text NOT NULL,
	"from_at" timestamp with time zone NOT NULL,
	"until_at" timestamp with time zone NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE INDEX "on_call_overrides_until" ON "hawkwatch_store"."on_call_overrides" USING btree ("until_at");