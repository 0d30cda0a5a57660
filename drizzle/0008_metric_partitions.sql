-- Samples by day, minutes by week, hours by four weeks; partitions are made and dropped by hawkwatch.
-- The primary key is also what a window of a series is read by; a sample that comes twice meets in it.
CREATE TABLE "hawkwatch_store"."metric_samples" (
	"series_id" integer NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"value" double precision NOT NULL,
	CONSTRAINT "metric_samples_pkey" PRIMARY KEY("series_id","at")
) PARTITION BY RANGE ("at");
--> statement-breakpoint
CREATE TABLE "hawkwatch_store"."metric_rollups_1m" (
	"series_id" integer NOT NULL,
	"bucket" timestamp with time zone NOT NULL,
	"count" integer NOT NULL,
	"sum" double precision NOT NULL,
	"min" double precision NOT NULL,
	"max" double precision NOT NULL,
	"last" double precision NOT NULL,
	CONSTRAINT "metric_rollups_1m_pkey" PRIMARY KEY("series_id","bucket")
) PARTITION BY RANGE ("bucket");
--> statement-breakpoint
CREATE TABLE "hawkwatch_store"."metric_rollups_1h" (
	"series_id" integer NOT NULL,
	"bucket" timestamp with time zone NOT NULL,
	"count" integer NOT NULL,
	"sum" double precision NOT NULL,
	"min" double precision NOT NULL,
	"max" double precision NOT NULL,
	"last" double precision NOT NULL,
	CONSTRAINT "metric_rollups_1h_pkey" PRIMARY KEY("series_id","bucket")
) PARTITION BY RANGE ("bucket");
