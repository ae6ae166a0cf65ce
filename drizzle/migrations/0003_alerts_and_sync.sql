CREATE TABLE "alerts" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"account_id" integer NOT NULL,
	"client_order_id" text,
	"code" text NOT NULL,
	"subject" text NOT NULL,
	"message" text NOT NULL,
	"sent_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "alerts_identity" UNIQUE("account_id","code","subject")
);
--> statement-breakpoint
ALTER TABLE "accounts" ADD COLUMN "synced_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "strategy_positions" ADD COLUMN "exchange_realized_pnl" numeric;--> statement-breakpoint
ALTER TABLE "trade_executions" ADD COLUMN "is_inferred" boolean DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX "alerts_not_sent" ON "alerts" USING btree ("id") WHERE "alerts"."sent_at" is null;--> statement-breakpoint
CREATE INDEX "trade_executions_inferred" ON "trade_executions" USING btree ("account_id") WHERE "trade_executions"."is_inferred";--> statement-breakpoint
CREATE INDEX "webhook_deliveries_not_placed" ON "webhook_deliveries" USING btree ("id") WHERE "webhook_deliveries"."placed_at" is null;--> statement-breakpoint
-- A position's fold now carries the exchange's own PnL: what was kept of earlier folds lacks it, so the
-- next execution folds anew from the rows.
UPDATE "strategy_positions" SET "checkpoints" = '[]'::jsonb, "folded_executed_at" = NULL, "folded_trade_id" = NULL;
