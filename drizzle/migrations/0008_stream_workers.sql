CREATE TABLE "stream_workers" (
	"worker" text PRIMARY KEY NOT NULL,
	"held" integer DEFAULT 0 NOT NULL,
	"seen_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "order_tracking_sessions" ADD COLUMN "worker" text;